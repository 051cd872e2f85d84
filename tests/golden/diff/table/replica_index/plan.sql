-- drop index public.t.i  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.i;

-- not null of public.t.b as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_b__not_null CHECK (b IS NOT NULL) NOT VALID;

-- validate not null of public.t.b  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_b__not_null;

-- set not null of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_b__not_null;

-- create index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, b);

-- replica identity of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i;

-- complete index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.t CLUSTER ON i;

