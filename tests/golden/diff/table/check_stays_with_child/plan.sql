-- drop constraint public.base.low  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base DROP CONSTRAINT low;

-- create constraint public.child.low  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.child ADD CONSTRAINT low CHECK ((x < 10)) NOT VALID;

-- validate constraint public.child.low  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.child VALIDATE CONSTRAINT low;

