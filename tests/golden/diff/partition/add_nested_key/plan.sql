-- create table public.entry  [lock: none]
CREATE TABLE public.entry (
  id integer,
  at date
);
ALTER TABLE public.entry OWNER TO postgres;

-- not null of public.m.id as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.m ADD CONSTRAINT m_id__not_null CHECK (id IS NOT NULL) NOT VALID;

-- not null of public.m.at as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.m ADD CONSTRAINT m_at__not_null CHECK (at IS NOT NULL) NOT VALID;

-- validate not null of public.m.id  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.m VALIDATE CONSTRAINT m_id__not_null;

-- set not null of public.m.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.m DROP CONSTRAINT m_id__not_null;

-- validate not null of public.m.at  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.m VALIDATE CONSTRAINT m_at__not_null;

-- set not null of public.m.at  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m ALTER COLUMN at SET NOT NULL;
ALTER TABLE public.m DROP CONSTRAINT m_at__not_null;

-- build the index of constraint public.m1.m1_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m1_pkey ON public.m1 (id, at);

-- create constraint public.m1.m1_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 ADD CONSTRAINT m1_pkey PRIMARY KEY USING INDEX m1_pkey;

-- build the index of constraint public.m1.m1_v_at_id_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m1_v_at_id_key ON public.m1 (v, at) INCLUDE (id);

-- create constraint public.m1.m1_v_at_id_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 ADD CONSTRAINT m1_v_at_id_key UNIQUE USING INDEX m1_v_at_id_key;

-- build the index of constraint public.m2_a.m2_a_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m2_a_pkey ON public.m2_a (id, at);

-- create constraint public.m2_a.m2_a_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m2_a ADD CONSTRAINT m2_a_pkey PRIMARY KEY USING INDEX m2_a_pkey;

-- create constraint public.m2.m2_pkey  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m2 ADD CONSTRAINT m2_pkey PRIMARY KEY (id, at);

-- create constraint public.m.m_pkey  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ADD CONSTRAINT m_pkey PRIMARY KEY (id, at);

-- create constraint public.entry.entry_id_at_fkey  [lock: none]
ALTER TABLE public.entry ADD CONSTRAINT entry_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.m(id, at);

-- build the index of constraint public.m2_a.m2_a_v_at_id_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY m2_a_v_at_id_key ON public.m2_a (v, at) INCLUDE (id);

-- create constraint public.m2_a.m2_a_v_at_id_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m2_a ADD CONSTRAINT m2_a_v_at_id_key UNIQUE USING INDEX m2_a_v_at_id_key;

-- create constraint public.m2.m2_v_at_id_key  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m2 ADD CONSTRAINT m2_v_at_id_key UNIQUE (v, at) INCLUDE (id);

-- create constraint public.m.m_v  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ADD CONSTRAINT m_v UNIQUE (v, at) INCLUDE (id);

