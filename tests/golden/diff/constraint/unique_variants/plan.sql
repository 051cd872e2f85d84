-- drop constraint public.t.u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT u;

-- build the index of constraint public.t.u  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (a) INCLUDE (b) NULLS NOT DISTINCT;

-- create constraint public.t.u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u DEFERRABLE;

