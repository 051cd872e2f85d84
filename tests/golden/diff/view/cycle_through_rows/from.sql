CREATE TABLE public.t (a integer);
CREATE VIEW public.v AS SELECT a, NULL::integer AS n FROM public.t;
CREATE FUNCTION public.again(r public.v) RETURNS integer LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
  SELECT (r).a;
END;
CREATE OR REPLACE VIEW public.v AS SELECT a, public.again(ROW(a, a)::public.v) AS n FROM public.t;
INSERT INTO public.t VALUES (-1), (2);
