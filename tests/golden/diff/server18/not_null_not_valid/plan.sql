-- create constraint public.parent.a_there  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.parent ADD CONSTRAINT a_there NOT NULL a NO INHERIT;

-- create constraint public.t.a_there  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT a_there NOT NULL a NOT VALID;

-- drop constraint public.t.b_there  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT b_there;

-- not null of public.t.b as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_b__not_null CHECK (b IS NOT NULL) NOT VALID;

-- validate not null of public.t.b  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_b__not_null;

-- set not null of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_b__not_null;

