-- build the index of constraint public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY i__new ON public.t (a);

-- drop index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief, no transaction]
DROP INDEX CONCURRENTLY public.i;

-- create constraint public.t.i  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT i UNIQUE USING INDEX i__new;

