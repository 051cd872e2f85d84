-- type of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t OF public.ty;

