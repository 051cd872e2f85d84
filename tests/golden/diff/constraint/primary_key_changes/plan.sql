-- build the index of constraint public.t.t_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_pkey__new ON public.t (id) INCLUDE (b);

-- drop view public.w  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.w;

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- drop constraint public.child.child_id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.child DROP CONSTRAINT child_id;

-- swap in constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__new;
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'the key';

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.id,
    t.a,
    t.b
   FROM public.t
  GROUP BY t.id;
ALTER VIEW public.v OWNER TO postgres;

-- create view public.w  [lock: none]
CREATE VIEW public.w AS
 SELECT count(*) AS n
   FROM public.v;
ALTER VIEW public.w OWNER TO postgres;

-- create constraint public.child.child_id  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.child ADD CONSTRAINT child_id FOREIGN KEY (id) REFERENCES public.t(id) ON DELETE CASCADE NOT VALID;

-- validate constraint public.child.child_id  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.child VALIDATE CONSTRAINT child_id;

