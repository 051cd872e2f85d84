-- backfill: public.t.id
-- backfill: public.t.v
-- backfill: public.t.w
CREATE TABLE public.t (id bigserial PRIMARY KEY, v integer NOT NULL DEFAULT 1, w integer NOT NULL);
INSERT INTO public.t (v, w) SELECT n, n FROM generate_series(1, 10) n;
