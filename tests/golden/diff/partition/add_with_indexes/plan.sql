-- create table public.m2  [lock: none]
CREATE TABLE public.m2 (
  id integer NOT NULL,
  at date NOT NULL,
  v text
);
ALTER TABLE public.m2 OWNER TO postgres;

-- create constraint public.m2.m2_pkey  [lock: none]
ALTER TABLE public.m2 ADD CONSTRAINT m2_pkey PRIMARY KEY (id, at);

-- create index public.m2.m2_v_idx  [lock: none]
CREATE INDEX m2_v_idx ON public.m2 USING btree (v);

-- attach partition public.m2  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.m ATTACH PARTITION public.m2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

