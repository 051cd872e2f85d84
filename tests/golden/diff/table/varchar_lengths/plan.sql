-- type of public.t.a, type of public.t.b, type of public.t.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN a TYPE character varying(20),
  ALTER COLUMN b TYPE character varying(10),
  ALTER COLUMN c TYPE text;

