-- drop table public.answers  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.answers;

-- drop table public.readings_c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_b DETACH PARTITION public.readings_c;
DROP TABLE public.readings_c;

-- drop table public.readings_b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings DETACH PARTITION public.readings_b;
DROP TABLE public.readings_b;

