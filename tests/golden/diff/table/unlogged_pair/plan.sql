-- persistence of public.b  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.b SET UNLOGGED;

-- persistence of public.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.a SET UNLOGGED;

