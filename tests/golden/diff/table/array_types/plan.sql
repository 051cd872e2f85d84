-- type of public.t.b, type of public.t.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN b TYPE bigint[],
  ALTER COLUMN c TYPE integer[] USING c::text[]::integer[];

