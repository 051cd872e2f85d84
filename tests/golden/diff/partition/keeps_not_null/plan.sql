-- drop not null of public.m.y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m ALTER COLUMN y DROP NOT NULL;

-- set not null of public.m1.y  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m1 ALTER COLUMN y SET NOT NULL;

-- set not null of public.m2a.y  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m2a ALTER COLUMN y SET NOT NULL;

