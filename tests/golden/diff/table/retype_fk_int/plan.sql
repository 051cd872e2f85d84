-- type of public.a.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.a ALTER COLUMN id TYPE bigint;

-- type of public.b.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.b ALTER COLUMN a TYPE bigint;

