-- type of public.t.a, type of public.t.b, type of public.t.c, type of public.t.d  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN a TYPE jsonb,
  ALTER COLUMN b TYPE integer USING b::integer,
  ALTER COLUMN c TYPE uuid USING c::uuid,
  ALTER COLUMN d TYPE boolean USING d::boolean;

