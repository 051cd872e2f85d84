-- replace view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    (t.id * 2) AS q
   FROM public.t;

-- drop column public.t.qty  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN qty;

