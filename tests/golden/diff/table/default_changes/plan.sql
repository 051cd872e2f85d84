-- default of public.t.name, default of public.t.qty  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t
  ALTER COLUMN name SET DEFAULT 'n'::text,
  ALTER COLUMN qty SET DEFAULT (5 * 3);

