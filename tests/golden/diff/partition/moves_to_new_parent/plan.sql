-- detach partition public.readings_a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings DETACH PARTITION public.readings_a;

-- drop index public.readings_a.readings_a_value_idx  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.readings_a_value_idx;

-- create table public.measures  [lock: none]
CREATE TABLE public.measures (
  id integer,
  place text,
  value integer
) PARTITION BY LIST (place);
ALTER TABLE public.measures OWNER TO postgres;

-- create constraint public.measures.measures_place_value_key  [lock: none]
ALTER TABLE ONLY public.measures ADD CONSTRAINT measures_place_value_key UNIQUE (place, value);

-- create constraint public.readings_a.readings_a_place_value_key  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.readings_a ADD CONSTRAINT readings_a_place_value_key UNIQUE (place, value);

-- create index public.measures.measures_value_idx  [lock: none]
CREATE INDEX measures_value_idx ON ONLY public.measures USING btree (value);

-- create index public.readings_a.readings_a_value_idx  [lock: SHARE, long]
CREATE INDEX readings_a_value_idx ON public.readings_a USING btree (value);

-- drop constraint public.readings_a.readings_a_place_id_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_a DROP CONSTRAINT readings_a_place_id_key;

-- attach partition public.readings_a  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.measures ATTACH PARTITION public.readings_a FOR VALUES IN ('a');

-- drop table public.readings  [lock: ACCESS EXCLUSIVE, brief]
LOCK TABLE public.readings IN ACCESS EXCLUSIVE MODE;
DO $guard$
DECLARE
  children text;
BEGIN
  WITH RECURSIVE below AS (
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass('public.readings')
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
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.readings_a']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.readings' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.readings' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE public.readings DETACH PARTITION …) or move their rows. To drop them with their rows: --allow data-loss of upgrade and downgrade, in psql SET schemac.allow = ''data-loss''.';
  END IF;
END $guard$;
DROP TABLE public.readings;

