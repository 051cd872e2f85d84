CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT t_key UNIQUE (a) INCLUDE (b) DEFERRABLE);
CREATE TABLE public.child (a integer);
CREATE VIEW public.v AS SELECT a, count(*) AS n FROM public.t GROUP BY a;
INSERT INTO public.t SELECT n, n, n % 3 FROM generate_series(1, 10) n;
INSERT INTO public.child SELECT a FROM public.t;
