-- create domain public.posint  [lock: none]
CREATE DOMAIN public.posint AS integer
  CONSTRAINT posint_check CHECK ((VALUE > 0));
ALTER DOMAIN public.posint OWNER TO postgres;

-- create table public.d  [lock: none]
CREATE TABLE public.d (
  a public.posint,
  b public.posint[]
);
ALTER TABLE public.d OWNER TO postgres;

