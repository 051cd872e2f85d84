-- rename constraint public.t.x to x2  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME CONSTRAINT x TO x2;

-- rename constraint public.t.y to y2  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME CONSTRAINT y TO y2;

