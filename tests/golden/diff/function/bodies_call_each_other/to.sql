CREATE TABLE public.t (a integer);
CREATE FUNCTION public.even(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN n = 0;
CREATE FUNCTION public.odd(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
  SELECT CASE WHEN n = 0 THEN false ELSE public.even(n - 1) END;
END;
CREATE OR REPLACE FUNCTION public.even(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
  SELECT CASE WHEN n = 0 THEN true ELSE public.odd(n - 1) END;
END;
CREATE INDEX t_even ON public.t (public.even(a));
INSERT INTO public.t VALUES (1), (2);
