-- build the index of constraint public.m1.m1_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m1_pkey__new ON public.m1 (at, id, v);

-- build the index of constraint public.m2_a.m2_a_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m2_a_pkey__new ON public.m2_a (at, id, v);

-- build index public.m1.m1_at_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m1_at_id_idx__new ON public.m1 USING btree (at, id) WHERE (id > 10);

-- build index public.m1.m1_at_v_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m1_at_v_idx__new ON public.m1 USING btree (at, v);

-- create index public.m1.m1_at_v_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m1_at_v_idx__new RENAME TO m1_at_v_idx;

-- build index public.m2_a.m2_a_at_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2_a_at_id_idx__new ON public.m2_a USING btree (at, id) WHERE (id > 10);

-- build index public.m2_a.m2_a_at_v_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m2_a_at_v_idx__new ON public.m2_a USING btree (at, v);

-- drop index public.m.m_at  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.m_at;

-- drop index public.m.m_v  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.m_v;

-- drop constraint public.m.m_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m DROP CONSTRAINT m_pkey;

-- create constraint public.m1.m1_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 ADD CONSTRAINT m1_pkey PRIMARY KEY USING INDEX m1_pkey__new;

-- create constraint public.m2_a.m2_a_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m2_a ADD CONSTRAINT m2_a_pkey PRIMARY KEY USING INDEX m2_a_pkey__new;

-- create constraint public.m2.m2_pkey  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m2 ADD CONSTRAINT m2_pkey PRIMARY KEY (at, id, v);

-- create constraint public.m.m_pkey  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ADD CONSTRAINT m_pkey PRIMARY KEY (at, id, v);

-- create index public.m1.m1_at_id_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m1_at_id_idx__new RENAME TO m1_at_id_idx;

-- create index public.m2_a.m2_a_at_id_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m2_a_at_id_idx__new RENAME TO m2_a_at_id_idx;

-- create index public.m2.m2_at_id_idx  [lock: SHARE, long]
CREATE INDEX m2_at_id_idx ON public.m2 USING btree (at, id) WHERE (id > 10);

-- create index public.m.m_at  [lock: SHARE, long]
CREATE INDEX m_at ON public.m USING btree (at, id) WHERE (id > 10);

-- create index public.m2_a.m2_a_at_v_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.m2_a_at_v_idx__new RENAME TO m2_a_at_v_idx;

-- create index public.m2.m2_at_v_idx  [lock: SHARE, long]
CREATE UNIQUE INDEX m2_at_v_idx ON public.m2 USING btree (at, v);

-- create index public.m.m_v  [lock: SHARE, long]
CREATE UNIQUE INDEX m_v ON public.m USING btree (at, v);

