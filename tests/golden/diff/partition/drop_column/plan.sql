-- drop column public.m.v  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m DROP COLUMN v;

