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
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.m1']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
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

-- drop table public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer,
  at date NOT NULL,
  v text
) PARTITION BY LIST (id);
ALTER TABLE public.m OWNER TO postgres;

-- create table public.ml  [lock: none]
CREATE TABLE public.ml PARTITION OF public.m (
  at WITH OPTIONS NOT NULL
) FOR VALUES IN (1, 2);
ALTER TABLE public.ml OWNER TO postgres;

-- restore the rows of public.m  [lock: none]
INSERT INTO public.m (id, at, v) SELECT id, at, v FROM public.m__rows;
DROP TABLE public.m__rows;

