-- drop materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW public.m;

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- type of public.t.qty  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN qty TYPE bigint;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.id,
    t.qty
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;
COMMENT ON VIEW public.v IS 'vv';

-- create materialized view public.m  [lock: none]
CREATE MATERIALIZED VIEW public.m AS
 SELECT sum(v.qty) AS s
   FROM public.v;
ALTER MATERIALIZED VIEW public.m OWNER TO postgres;
GRANT SELECT ON TABLE public.m TO golden_reader;

-- create index public.m.m_s  [lock: none]
CREATE UNIQUE INDEX m_s ON public.m USING btree (s);

