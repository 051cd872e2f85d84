-- build the index of constraint public.t.u  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY u__new ON public.t (a) INCLUDE (b) NULLS NOT DISTINCT;

-- swap in constraint public.t.u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX u__new DEFERRABLE;

