CREATE TABLE public.t (id integer NOT NULL, a integer NOT NULL, b integer, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE TABLE public.child (id integer CONSTRAINT child_id REFERENCES public.t (id) ON DELETE CASCADE);
CREATE VIEW public.v AS SELECT id, a, b FROM public.t GROUP BY id;
CREATE VIEW public.w AS SELECT count(*) AS n FROM public.v;
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'the key';
INSERT INTO public.t SELECT n, n, n % 3 FROM generate_series(1, 10) n;
INSERT INTO public.child SELECT id FROM public.t;
