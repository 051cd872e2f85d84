-- create table public.m2  [lock: none]
CREATE TABLE public.m2 (
  id integer,
  at date NOT NULL,
  v text
) PARTITION BY LIST (v);
ALTER TABLE public.m2 OWNER TO postgres;

-- create table public.m2a  [lock: none]
CREATE TABLE public.m2a PARTITION OF public.m2 (
  at WITH OPTIONS NOT NULL
) FOR VALUES IN ('a');
ALTER TABLE public.m2a OWNER TO postgres;

-- create index public.m2.m2_id_idx  [lock: none]
CREATE INDEX m2_id_idx ON ONLY public.m2 USING btree (id);

-- create index public.m2a.m2a_id_idx  [lock: none]
CREATE INDEX m2a_id_idx ON public.m2a USING btree (id);

-- create index public.m1.m1_id_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m1_id_idx ON public.m1 USING btree (id);

-- create index public.m.m_id  [lock: SHARE, long]
CREATE INDEX m_id ON public.m USING btree (id);

-- attach index public.m2a.m2a_id_idx  [lock: none]
ALTER INDEX public.m2_id_idx ATTACH PARTITION public.m2a_id_idx;

-- attach partition public.m2  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.m ATTACH PARTITION public.m2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

