-- drop constraint public.t.positive  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT positive;

-- drop constraint public.t.t_p_fkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_p_fkey;

-- create constraint public.t.positive  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((a > 0)) NOT ENFORCED;

-- create constraint public.t.t_p_fkey  [lock: SHARE ROW EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT t_p_fkey FOREIGN KEY (p) REFERENCES public.p(id) NOT ENFORCED;

