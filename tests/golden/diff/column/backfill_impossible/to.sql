-- backfill: public.t.id
-- backfill: public.p.id
CREATE TABLE public.t (id bigint PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE public.p (id bigint, at date) PARTITION BY RANGE (at);
INSERT INTO public.t (id) SELECT n FROM generate_series(1, 10) n;
