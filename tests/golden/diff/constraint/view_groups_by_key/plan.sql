-- rename constraint public.t.t_pkey to t_key2  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME CONSTRAINT t_pkey TO t_key2;

-- build the index of constraint public.t.u  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (qty);

-- create constraint public.t.u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

