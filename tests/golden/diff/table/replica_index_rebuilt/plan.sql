-- drop index public.t.i  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.i;

-- create index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, b);

-- replica identity of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i;

