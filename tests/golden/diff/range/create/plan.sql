-- create range type public.fr  [lock: none]
CREATE TYPE public.fr AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = public.fr_multirange);
ALTER TYPE public.fr OWNER TO postgres;

-- create table public.r  [lock: none]
CREATE TABLE public.r (
  a public.fr
);
ALTER TABLE public.r OWNER TO postgres;

