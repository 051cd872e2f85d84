-- drop table public.a  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.a;

-- drop table public.b  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.b;

