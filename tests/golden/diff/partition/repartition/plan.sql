-- drop view public.of_m1  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.of_m1;

-- save the rows of public.m  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.m IN ACCESS EXCLUSIVE MODE;
DO $guard$
DECLARE
  children text;
BEGIN
  WITH RECURSIVE below AS (
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass('public.m')
    UNION
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN below b ON i.inhparent = b.inhrelid
  )
  SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I (%s)', n.nspname, c.relname,
           CASE WHEN c.relkind <> 'r' THEN 'holds no rows itself'
                WHEN greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid)) > 0
                THEN 'about ' || greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))::bigint || ' rows'
                WHEN pg_catalog.pg_relation_size(c.oid) = 0 THEN 'no rows'
                ELSE pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(c.oid)) || ', rows not counted yet' END),
         ', ' ORDER BY n.nspname, c.relname)
  INTO children
  FROM below JOIN pg_catalog.pg_class c ON c.oid = below.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.gone', 'public.m1', 'public.m2', 'public.m2_any']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.m' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.m' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE public.m DETACH PARTITION …) or move their rows. To drop them with their rows: --allow data-loss of upgrade and downgrade, in psql SET schemac.allow = ''data-loss''.';
  END IF;
END $guard$;
CREATE UNLOGGED TABLE public.m__rows AS SELECT * FROM public.m;

-- drop table public.m1  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m1;

-- drop table public.m2_any  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m2_any;

-- drop table public.m2  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m2;

-- drop table public.gone  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.gone;

-- drop table public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer NOT NULL,
  a integer,
  b integer,
  v text
) PARTITION BY RANGE (b);
ALTER TABLE public.m OWNER TO postgres;

-- create table public.m1  [lock: none]
CREATE TABLE public.m1 PARTITION OF public.m (
  id WITH OPTIONS NOT NULL
) FOR VALUES FROM (0) TO (10);
ALTER TABLE public.m1 OWNER TO postgres;
COMMENT ON TABLE public.m1 IS 'first';

-- create table public.m2  [lock: none]
CREATE TABLE public.m2 PARTITION OF public.m (
  id WITH OPTIONS NOT NULL
) FOR VALUES FROM (10) TO (20) PARTITION BY LIST (a);
ALTER TABLE public.m2 OWNER TO postgres;

-- create table public.m2_any  [lock: none]
CREATE TABLE public.m2_any PARTITION OF public.m2 (
  id WITH OPTIONS NOT NULL
) DEFAULT;
ALTER TABLE public.m2_any OWNER TO postgres;

-- restore the rows of public.m  [lock: none]
INSERT INTO public.m (id, a, b, v) SELECT id, a, b, v FROM public.m__rows;
DROP TABLE public.m__rows;

-- create constraint public.m.m_low  [lock: none]
ALTER TABLE public.m ADD CONSTRAINT m_low CHECK ((a < 100));

-- create index public.m.m_v  [lock: none]
CREATE INDEX m_v ON ONLY public.m USING btree (v);

-- create index public.m1.m1_v_idx  [lock: none]
CREATE INDEX m1_v_idx ON public.m1 USING btree (v);

-- create index public.m2.m2_v_idx  [lock: none]
CREATE INDEX m2_v_idx ON ONLY public.m2 USING btree (v);

-- create index public.m2_any.m2_any_v_idx  [lock: none]
CREATE INDEX m2_any_v_idx ON public.m2_any USING btree (v);

-- create view public.of_m1  [lock: none]
CREATE VIEW public.of_m1 AS
 SELECT m1.id
   FROM public.m1;
ALTER VIEW public.of_m1 OWNER TO postgres;

-- attach index public.m1.m1_v_idx  [lock: none]
ALTER INDEX public.m_v ATTACH PARTITION public.m1_v_idx;

-- attach index public.m2.m2_v_idx  [lock: none]
ALTER INDEX public.m_v ATTACH PARTITION public.m2_v_idx;

-- attach index public.m2_any.m2_any_v_idx  [lock: none]
ALTER INDEX public.m2_v_idx ATTACH PARTITION public.m2_any_v_idx;

