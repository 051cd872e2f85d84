-- type of public.t.a, type of public.t.b, type of public.t.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN a TYPE timestamp with time zone,
  ALTER COLUMN b TYPE timestamp(3) without time zone,
  ALTER COLUMN c TYPE date USING c::date;

