CREATE TABLE public.t (a integer);
CREATE VIEW public.v AS SELECT a, NULL::bigint AS n FROM public.t;
CREATE FUNCTION public.above(x integer) RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT count(*) FROM public.v WHERE a > x AND a < 0;
END;
CREATE OR REPLACE VIEW public.v AS SELECT a, public.above(a) AS n FROM public.t;
CREATE MATERIALIZED VIEW public.m AS SELECT a FROM public.v;
COMMENT ON VIEW public.v IS 'a cycle';
INSERT INTO public.t VALUES (-1), (2);
REFRESH MATERIALIZED VIEW public.m;
