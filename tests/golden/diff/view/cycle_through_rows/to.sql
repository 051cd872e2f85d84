CREATE TABLE public.t (a bigint);
INSERT INTO public.t VALUES (-1), (2);
