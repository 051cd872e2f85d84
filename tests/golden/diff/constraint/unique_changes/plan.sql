-- drop constraint public.child.child_a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.child DROP CONSTRAINT child_a;

-- build the index of constraint public.t.t_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_key__new ON public.t (a) INCLUDE (b);

-- swap in constraint public.t.t_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_key, ADD CONSTRAINT t_key UNIQUE USING INDEX t_key__new DEFERRABLE;

