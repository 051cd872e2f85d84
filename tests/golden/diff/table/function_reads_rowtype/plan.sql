-- create table public.t  [lock: none]
CREATE TABLE public.t (
  a integer,
  b integer
);
ALTER TABLE public.t OWNER TO postgres;

-- create function public.total(public.t)  [lock: none]
CREATE FUNCTION public.total(public.t)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
RETURN (($1).a + ($1).b);
ALTER FUNCTION public.total(public.t) OWNER TO postgres;

-- create constraint public.t.pos  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT pos CHECK ((public.total(t.*) > 0));

