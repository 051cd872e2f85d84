-- build the index of constraint public.t.t_a_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON public.t (a);

-- create constraint public.t.t_a_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key;

-- build the index of constraint public.t.t_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_pkey__new ON public.t (a, b);

-- drop constraint public.r.r_t_fkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.r DROP CONSTRAINT r_t_fkey;

-- swap in constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__new;

-- create constraint public.r.r_t_fkey  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.r ADD CONSTRAINT r_t_fkey FOREIGN KEY (t) REFERENCES public.t(a) NOT VALID;

-- validate constraint public.r.r_t_fkey  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.r VALIDATE CONSTRAINT r_t_fkey;

