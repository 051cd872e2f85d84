-- placeholder for view public.v  [lock: none]
CREATE OR REPLACE VIEW public.v AS
 SELECT NULL::integer AS a, NULL::bigint AS n;

-- create function public.above(integer)  [lock: none]
CREATE FUNCTION public.above(x integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.v
   WHERE ((v.a > above.x) AND (v.a < 0));
END;
ALTER FUNCTION public.above(integer) OWNER TO postgres;

-- create view public.v  [lock: none]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    public.above(t.a) AS n
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;
COMMENT ON VIEW public.v IS 'a cycle';

-- create materialized view public.m  [lock: none]
CREATE MATERIALIZED VIEW public.m AS
 SELECT v.a
   FROM public.v;
ALTER MATERIALIZED VIEW public.m OWNER TO postgres;

