CREATE TABLE public.other (a integer);
CREATE TABLE public.t (id integer, b integer);
CREATE FUNCTION public.next_id() RETURNS integer LANGUAGE sql
BEGIN ATOMIC
  SELECT coalesce(max(id), 0) + 1 FROM public.t;
END;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT public.next_id();
INSERT INTO public.t (b) VALUES (5);
