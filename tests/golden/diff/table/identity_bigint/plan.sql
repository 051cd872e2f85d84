-- type of public.t.a, identity of public.t.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN a TYPE bigint,
  ALTER COLUMN a SET MAXVALUE 9223372036854775807;

