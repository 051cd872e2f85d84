-- drop default of public.t.v  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN v DROP DEFAULT;

-- type of public.t.v, default of public.t.v  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN v TYPE integer USING v::integer,
  ALTER COLUMN v SET DEFAULT 7;

