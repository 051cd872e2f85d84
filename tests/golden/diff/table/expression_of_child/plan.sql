-- expression of public.base.g  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.base ALTER COLUMN g SET EXPRESSION AS ((x + 2));

-- expression of public.child.g  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.child ALTER COLUMN g SET EXPRESSION AS ((x + 5));

