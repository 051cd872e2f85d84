-- default of public.m.v  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.m ALTER COLUMN v SET DEFAULT 'p'::text;

-- default of public.m1.v  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 ALTER COLUMN v SET DEFAULT 'c'::text;

