CREATE TABLE public.t (id integer NOT NULL, a integer NOT NULL, CONSTRAINT new_key PRIMARY KEY (id, a), CONSTRAINT id_key UNIQUE (id));
CREATE TABLE public.child (id integer CONSTRAINT child_id REFERENCES public.t (id));
INSERT INTO public.t SELECT n, n FROM generate_series(1, 10) n;
INSERT INTO public.child SELECT id FROM public.t;
