-- type of public.t.qty  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN qty TYPE text;

