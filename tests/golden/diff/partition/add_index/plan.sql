-- create constraint public.m.c  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.m ADD CONSTRAINT c CHECK ((id > 0)) NOT VALID;

-- validate constraint public.m.c  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.m VALIDATE CONSTRAINT c;

-- build the index of constraint public.m1.m1_id_at_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m1_id_at_key ON public.m1 (id, at);

-- create constraint public.m1.m1_id_at_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 ADD CONSTRAINT m1_id_at_key UNIQUE USING INDEX m1_id_at_key;

-- build the index of constraint public.m2.m2_id_at_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m2_id_at_key ON public.m2 (id, at);

-- create constraint public.m2.m2_id_at_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m2 ADD CONSTRAINT m2_id_at_key UNIQUE USING INDEX m2_id_at_key;

-- create constraint public.m.k  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ADD CONSTRAINT k UNIQUE (id, at);

-- create index public.m1.m1_v_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m1_v_idx ON public.m1 USING btree (v);

-- create index public.m2.m2_v_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2_v_idx ON public.m2 USING btree (v);

-- create index public.m.m_v  [lock: SHARE, long]
CREATE INDEX m_v ON public.m USING btree (v);

