-- rename enum public.mood to feeling  [lock: ACCESS EXCLUSIVE, brief]
ALTER TYPE public.mood RENAME TO feeling;

