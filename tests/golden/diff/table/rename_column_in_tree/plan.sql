-- rename column public.base.x to y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base RENAME COLUMN x TO y;

-- rename column public.m.x to y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m RENAME COLUMN x TO y;

