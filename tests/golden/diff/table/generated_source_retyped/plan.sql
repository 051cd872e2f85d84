-- drop column public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN b;

-- type of public.t.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- add column public.t.b  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD COLUMN b bigint GENERATED ALWAYS AS ((a + 1)) STORED;

