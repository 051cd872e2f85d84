-- drop column public.measures.extra  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.measures DROP COLUMN extra;

-- attach partition public.measures_march  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.measures ATTACH PARTITION public.measures_march FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');

