-- drop index public.m_a.own_v  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.own_v;

-- drop constraint public.m_a.own_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m_a DROP CONSTRAINT own_key;

-- create index public.m_a.m_a_place_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m_a_place_id_idx ON public.m_a USING btree (place, id);

-- create index public.m_a.m_a_place_v_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m_a_place_v_idx ON public.m_a USING btree (place, v);

-- attach partition public.m_a  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.m ATTACH PARTITION public.m_a FOR VALUES IN ('a');

-- create constraint public.m_a.own_key  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m_a ADD CONSTRAINT own_key UNIQUE (place, id);

-- create index public.m_a.own_v  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY own_v ON public.m_a USING btree (place, v);

-- complete index public.m_a.own_v  [lock: SHARE UPDATE EXCLUSIVE, brief]
COMMENT ON INDEX public.own_v IS 'kept';

