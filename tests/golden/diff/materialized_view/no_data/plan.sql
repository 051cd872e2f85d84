-- create materialized view public.m  [lock: none]
CREATE MATERIALIZED VIEW public.m AS
 SELECT t.id,
    t.name
   FROM public.t
WITH NO DATA;
ALTER MATERIALIZED VIEW public.m OWNER TO postgres;

