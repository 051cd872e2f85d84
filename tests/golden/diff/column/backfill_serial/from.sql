CREATE TABLE public.t (id serial PRIMARY KEY, v varchar(20) NOT NULL DEFAULT '1', w varchar(20));
INSERT INTO public.t (v, w) SELECT n, n FROM generate_series(1, 10) n;
