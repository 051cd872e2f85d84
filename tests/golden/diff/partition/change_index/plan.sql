-- build index public.m1.m1_v_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m1_v_id_idx__new ON public.m1 USING btree (v, id);

-- create index public.m1.m1_v_id_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m1_v_id_idx__new RENAME TO m1_v_id_idx;

-- build index public.m2.m2_v_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2_v_id_idx__new ON public.m2 USING btree (v, id);

-- drop index public.m.m_v  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.m_v;

-- create index public.m2.m2_v_id_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m2_v_id_idx__new RENAME TO m2_v_id_idx;

-- create index public.m.m_v  [lock: SHARE, long]
CREATE INDEX m_v ON public.m USING btree (v, id);

