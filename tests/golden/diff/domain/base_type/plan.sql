-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- rename domain public.posint for its replacement  [lock: none]
ALTER DOMAIN public.posint RENAME TO posint__old;

-- create domain public.posint  [lock: none]
CREATE DOMAIN public.posint AS bigint
  CONSTRAINT posint_check CHECK ((VALUE > 0));
ALTER DOMAIN public.posint OWNER TO postgres;

-- type of public.d.a, type of public.d.b  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.d
  ALTER COLUMN a TYPE public.posint USING a::text::public.posint,
  ALTER COLUMN b TYPE public.posint[] USING b::text[]::public.posint[];

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT d.a
   FROM public.d;
ALTER VIEW public.v OWNER TO postgres;

-- drop the old domain public.posint  [lock: none]
DROP DOMAIN public.posint__old;

