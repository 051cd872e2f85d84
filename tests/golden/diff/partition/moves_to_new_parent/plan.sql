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

-- create index public.measures.measures_value_idx  [lock: none]
CREATE INDEX measures_value_idx ON ONLY public.measures USING btree (value);

-- build the index of constraint public.readings_a.readings_a_place_value_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY readings_a_place_value_key ON public.readings_a (place, value);

-- create constraint public.readings_a.readings_a_place_value_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_a ADD CONSTRAINT readings_a_place_value_key UNIQUE USING INDEX readings_a_place_value_key;

-- drop constraint public.readings_a.readings_a_place_id_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_a DROP CONSTRAINT readings_a_place_id_key;

-- drop table public.readings  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.readings;

-- create index public.readings_a.readings_a_value_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY readings_a_value_idx ON public.readings_a USING btree (value);

-- attach partition public.readings_a  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.measures ATTACH PARTITION public.readings_a FOR VALUES IN ('a');

