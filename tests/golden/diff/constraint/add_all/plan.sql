-- create constraint public.t.t_c_excl  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD CONSTRAINT t_c_excl EXCLUDE USING gist (c WITH &&);

-- create constraint public.t.ck  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT ck CHECK ((a > 0)) NOT VALID;

-- create constraint public.t.t_b_fkey  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_b_fkey FOREIGN KEY (b) REFERENCES public.o(id) ON DELETE CASCADE NOT VALID;

-- validate constraint public.t.ck  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.t VALIDATE CONSTRAINT ck;

-- validate constraint public.t.t_b_fkey  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.t VALIDATE CONSTRAINT t_b_fkey;

-- build the index of constraint public.t.t_b_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_b_key ON public.t (b);

-- create constraint public.t.t_b_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT t_b_key UNIQUE USING INDEX t_b_key;

-- build the index of constraint public.t.t_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (a);

-- create constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;

