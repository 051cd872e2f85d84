-- add parent of public.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.c INHERIT public.p;

