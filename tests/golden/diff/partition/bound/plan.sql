-- detach partition public.m1  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m DETACH PARTITION public.m1;

-- attach partition public.m1  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.m ATTACH PARTITION public.m1 FOR VALUES FROM ('2020-01-01') TO ('2022-01-01');

