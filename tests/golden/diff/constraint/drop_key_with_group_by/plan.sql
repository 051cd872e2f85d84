-- replace view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    t.name,
    count(*) AS n
   FROM public.t
  GROUP BY t.id, t.name;

-- drop constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

-- drop not null of public.t.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;

