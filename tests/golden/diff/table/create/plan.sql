-- create table public.t  [lock: none]
CREATE TABLE public.t (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10) NOT NULL,
  a text COLLATE pg_catalog."C" DEFAULT 'x'::text NOT NULL,
  b numeric(10,2),
  c integer GENERATED ALWAYS AS (length(a)) STORED
) WITH (fillfactor = 70);
ALTER TABLE public.t OWNER TO postgres;
COMMENT ON TABLE public.t IS 'it''s';
COMMENT ON COLUMN public.t.a IS 'a';

-- create constraint public.t.t_a_b_key  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_a_b_key UNIQUE (a, b);

-- create constraint public.t.t_b_check  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_b_check CHECK ((b > (0)::numeric));

-- create constraint public.t.t_pkey  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- create index public.t.t_b  [lock: none]
CREATE INDEX t_b ON public.t USING btree (b DESC NULLS LAST) INCLUDE (a) WHERE (b > (1)::numeric);

