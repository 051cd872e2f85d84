-- detach partition public.m1  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m DETACH PARTITION public.m1;

