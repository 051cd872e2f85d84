-- save the rows of public.sale  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.sale IN ACCESS EXCLUSIVE MODE;
DO $guard$
DECLARE
  children text;
BEGIN
  WITH RECURSIVE below AS (
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass('public.sale')
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
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.sale_high', 'public.sale_low']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.sale' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.sale' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE public.sale DETACH PARTITION …) or move their rows. To drop them with their rows: --allow data-loss of upgrade and downgrade, in psql SET schemac.allow = ''data-loss''.';
  END IF;
END $guard$;
CREATE UNLOGGED TABLE public.sale__rows AS SELECT * FROM public.sale;

-- drop table public.sale_high  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.sale_high;

-- drop table public.sale_low  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.sale_low;

-- drop table public.sale  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.sale;

-- rename domain public.region for its replacement  [lock: none]
ALTER DOMAIN public.region RENAME TO region__old;

-- create domain public.region  [lock: none]
CREATE DOMAIN public.region AS bigint;
ALTER DOMAIN public.region OWNER TO postgres;

-- create table public.sale  [lock: none]
CREATE TABLE public.sale (
  id integer,
  r public.region NOT NULL
) PARTITION BY RANGE (r);
ALTER TABLE public.sale OWNER TO postgres;

-- create table public.sale_high  [lock: none]
CREATE TABLE public.sale_high PARTITION OF public.sale (
  r WITH OPTIONS NOT NULL
) FOR VALUES FROM ('10') TO ('20');
ALTER TABLE public.sale_high OWNER TO postgres;

-- create table public.sale_low  [lock: none]
CREATE TABLE public.sale_low PARTITION OF public.sale (
  r WITH OPTIONS NOT NULL
) FOR VALUES FROM ('0') TO ('10');
ALTER TABLE public.sale_low OWNER TO postgres;

-- restore the rows of public.sale  [lock: none]
INSERT INTO public.sale (id, r) SELECT id, r::text::public.region FROM public.sale__rows;
DROP TABLE public.sale__rows;

-- drop the old domain public.region  [lock: none]
DROP DOMAIN public.region__old;

