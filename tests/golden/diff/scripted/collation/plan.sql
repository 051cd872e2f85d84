-- create collation public.c1  [lock: none]
CREATE COLLATION public.c1 (provider = libc, locale = 'C');
ALTER COLLATION public.c1 OWNER TO postgres;

-- create table public.t  [lock: none]
CREATE TABLE public.t (
  a text COLLATE public.c1
);
ALTER TABLE public.t OWNER TO postgres;

