-- rename view public.v to v2  [lock: ACCESS EXCLUSIVE, brief]
ALTER VIEW public.v RENAME TO v2;

