-- add column public.t.extra  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD COLUMN extra integer;

-- replace view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    t.extra
   FROM public.t;

