-- drop view public.w  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.w;

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- create materialized view public.v  [lock: none]
CREATE MATERIALIZED VIEW public.v AS
 SELECT t.id
   FROM public.t;
ALTER MATERIALIZED VIEW public.v OWNER TO postgres;

-- create view public.w  [lock: none]
CREATE VIEW public.w AS
 SELECT v.id
   FROM public.v;
ALTER VIEW public.w OWNER TO postgres;

