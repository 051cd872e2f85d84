-- create composite type public.addr  [lock: none]
CREATE TYPE public.addr AS (
  street text,
  no integer
);
ALTER TYPE public.addr OWNER TO postgres;

-- create table public.h  [lock: none]
CREATE TABLE public.h (
  a public.addr
);
ALTER TABLE public.h OWNER TO postgres;

