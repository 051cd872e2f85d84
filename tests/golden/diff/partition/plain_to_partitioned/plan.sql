-- drop view public.vv  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.vv;

-- set the rows of public.m aside  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.m IN ACCESS EXCLUSIVE MODE;
CREATE UNLOGGED TABLE public.m__rows AS SELECT * FROM public.m;

-- drop table public.m  [lock: ACCESS EXCLUSIVE, brief]
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
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY[]::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.m' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.m' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE … NO INHERIT public.m) or drop them first.';
  END IF;
END $guard$;
DROP TABLE public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer,
  at date NOT NULL,
  v text
) PARTITION BY RANGE (at);
ALTER TABLE public.m OWNER TO postgres;
GRANT SELECT ON TABLE public.m TO golden_reader;

-- create table public.m1  [lock: none]
CREATE TABLE public.m1 PARTITION OF public.m (
  at WITH OPTIONS NOT NULL
) FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
ALTER TABLE public.m1 OWNER TO postgres;

-- put the rows of public.m back  [lock: none]
INSERT INTO public.m (id, at, v) SELECT id, at, v FROM public.m__rows;
DROP TABLE public.m__rows;

-- create view public.vv  [lock: none]
CREATE VIEW public.vv AS
 SELECT m.id
   FROM public.m;
ALTER VIEW public.vv OWNER TO postgres;

