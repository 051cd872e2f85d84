-- drop view public.last  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.last;

-- drop materialized view public.m2  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW public.m2;

-- drop view public.over  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.over;

-- drop materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW public.m;

-- create materialized view public.m  [lock: none]
CREATE MATERIALIZED VIEW public.m AS
 SELECT t.id,
    t.qty
   FROM public.t
  WHERE (t.qty > 1);
ALTER MATERIALIZED VIEW public.m OWNER TO postgres;
COMMENT ON MATERIALIZED VIEW public.m IS 'mm';
GRANT SELECT ON TABLE public.m TO golden_reader;

-- create index public.m.m_id  [lock: none]
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);

-- create view public.over  [lock: none]
CREATE VIEW public.over AS
 SELECT m.id
   FROM public.m;
ALTER VIEW public.over OWNER TO postgres;

-- create materialized view public.m2  [lock: none]
CREATE MATERIALIZED VIEW public.m2 AS
 SELECT count(over.id) AS n
   FROM public.over;
ALTER MATERIALIZED VIEW public.m2 OWNER TO postgres;

-- create index public.m2.m2_n  [lock: none]
CREATE UNIQUE INDEX m2_n ON public.m2 USING btree (n);

-- create view public.last  [lock: none]
CREATE VIEW public.last AS
 SELECT m2.n
   FROM public.m2;
ALTER VIEW public.last OWNER TO postgres;

