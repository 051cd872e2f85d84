-- type of public.p.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p ALTER COLUMN a TYPE bigint;

-- add column public.p.e  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ADD COLUMN e integer DEFAULT 3;

-- create constraint public.p.pos  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.p ADD CONSTRAINT pos CHECK ((a > 0)) NOT VALID;

-- validate constraint public.p.pos  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.p VALIDATE CONSTRAINT pos;

