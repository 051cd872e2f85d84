-- rename table public.t to t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t SET SCHEMA s;

