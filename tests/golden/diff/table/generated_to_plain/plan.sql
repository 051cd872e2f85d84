-- drop expression of public.t.b, default of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t
  ALTER COLUMN b DROP EXPRESSION,
  ALTER COLUMN b SET DEFAULT 4;

