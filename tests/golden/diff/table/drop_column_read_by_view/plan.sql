-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.id,
    t.name
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

-- drop column public.t.qty  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN qty;

