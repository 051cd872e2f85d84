-- save the rows of public.m1  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE ONLY public.m, public.m1 IN ACCESS EXCLUSIVE MODE;
DO $guard$
DECLARE
  children text;
BEGIN
  WITH RECURSIVE below AS (
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass('public.m1')
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
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.m1_a', 'public.m1_b']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.m1' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.m1' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE public.m1 DETACH PARTITION …) or move their rows. To drop them with their rows: --allow data-loss of upgrade and downgrade, in psql SET schemac.allow = ''data-loss''.';
  END IF;
END $guard$;
CREATE UNLOGGED TABLE public.m1__rows AS SELECT * FROM public.m1;

-- drop table public.m1_a  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m1_a;

-- drop table public.m1_b  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m1_b;

-- drop table public.m1  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m1;

-- create table public.m1  [lock: none]
CREATE TABLE public.m1 (
  id integer,
  a integer,
  b integer
) PARTITION BY RANGE (b);
ALTER TABLE public.m1 OWNER TO postgres;

-- create table public.m1_a  [lock: none]
CREATE TABLE public.m1_a PARTITION OF public.m1 FOR VALUES FROM (0) TO (10);
ALTER TABLE public.m1_a OWNER TO postgres;

-- create table public.m1_b  [lock: none]
CREATE TABLE public.m1_b PARTITION OF public.m1 FOR VALUES FROM (10) TO (20);
ALTER TABLE public.m1_b OWNER TO postgres;

-- restore the rows of public.m1  [lock: none]
INSERT INTO public.m1 (id, a, b) SELECT id, a, b FROM public.m1__rows;
DROP TABLE public.m1__rows;

-- create constraint public.m1.m1_id_a_b_key  [lock: none]
ALTER TABLE ONLY public.m1 ADD CONSTRAINT m1_id_a_b_key UNIQUE (id, a, b);

-- create constraint public.m1_a.m1_a_id_a_b_key  [lock: none]
ALTER TABLE public.m1_a ADD CONSTRAINT m1_a_id_a_b_key UNIQUE (id, a, b);
ALTER INDEX public.m1_id_a_b_key ATTACH PARTITION public.m1_a_id_a_b_key;

-- create constraint public.m1_b.m1_b_id_a_b_key  [lock: none]
ALTER TABLE public.m1_b ADD CONSTRAINT m1_b_id_a_b_key UNIQUE (id, a, b);
ALTER INDEX public.m1_id_a_b_key ATTACH PARTITION public.m1_b_id_a_b_key;

-- attach partition public.m1  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.m ATTACH PARTITION public.m1 FOR VALUES IN (1);

