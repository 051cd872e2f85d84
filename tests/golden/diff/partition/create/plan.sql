-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer NOT NULL,
  at date NOT NULL,
  v text
) PARTITION BY RANGE (at);
ALTER TABLE public.m OWNER TO postgres;

-- create table public.m1  [lock: none]
CREATE TABLE public.m1 PARTITION OF public.m (
  id WITH OPTIONS NOT NULL,
  at WITH OPTIONS NOT NULL
) FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
ALTER TABLE public.m1 OWNER TO postgres;

-- create table public.m2  [lock: none]
CREATE TABLE public.m2 PARTITION OF public.m (
  id WITH OPTIONS NOT NULL,
  at WITH OPTIONS NOT NULL
) FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
ALTER TABLE public.m2 OWNER TO postgres;

-- create table public.md  [lock: none]
CREATE TABLE public.md PARTITION OF public.m (
  id WITH OPTIONS NOT NULL,
  at WITH OPTIONS NOT NULL
) DEFAULT;
ALTER TABLE public.md OWNER TO postgres;

-- create constraint public.m.m_pkey  [lock: none]
ALTER TABLE ONLY public.m ADD CONSTRAINT m_pkey PRIMARY KEY (id, at);

-- create constraint public.m1.m1_pkey  [lock: none]
ALTER TABLE public.m1 ADD CONSTRAINT m1_pkey PRIMARY KEY (id, at);
ALTER INDEX public.m_pkey ATTACH PARTITION public.m1_pkey;

-- create constraint public.m2.m2_pkey  [lock: none]
ALTER TABLE public.m2 ADD CONSTRAINT m2_pkey PRIMARY KEY (id, at);
ALTER INDEX public.m_pkey ATTACH PARTITION public.m2_pkey;

-- create constraint public.md.md_pkey  [lock: none]
ALTER TABLE public.md ADD CONSTRAINT md_pkey PRIMARY KEY (id, at);
ALTER INDEX public.m_pkey ATTACH PARTITION public.md_pkey;

-- create index public.m.m_v  [lock: none]
CREATE INDEX m_v ON ONLY public.m USING btree (v);

-- create index public.m1.m1_v_idx  [lock: none]
CREATE INDEX m1_v_idx ON public.m1 USING btree (v);

-- create index public.m2.m2_v_idx  [lock: none]
CREATE INDEX m2_v_idx ON public.m2 USING btree (v);

-- create index public.md.md_v_idx  [lock: none]
CREATE INDEX md_v_idx ON public.md USING btree (v);

-- attach index public.m1.m1_v_idx  [lock: none]
ALTER INDEX public.m_v ATTACH PARTITION public.m1_v_idx;

-- attach index public.m2.m2_v_idx  [lock: none]
ALTER INDEX public.m_v ATTACH PARTITION public.m2_v_idx;

-- attach index public.md.md_v_idx  [lock: none]
ALTER INDEX public.m_v ATTACH PARTITION public.md_v_idx;

