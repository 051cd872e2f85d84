-- type of public.t.a, type of public.t.b, type of public.t.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN a TYPE numeric(8,1),
  ALTER COLUMN b TYPE double precision,
  ALTER COLUMN c TYPE numeric;

