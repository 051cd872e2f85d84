-- drop column public.t.twice  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN twice;

-- type of public.p.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p ALTER COLUMN id TYPE bigint;

-- type of public.t.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;

-- add column public.t.twice  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD COLUMN twice integer GENERATED ALWAYS AS ((id * 2)) STORED;

