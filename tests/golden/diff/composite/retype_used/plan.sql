-- rename composite type public.addr for its replacement  [lock: none]
ALTER TYPE public.addr RENAME TO addr__old;

-- create composite type public.addr  [lock: none]
CREATE TYPE public.addr AS (
  street text,
  no bigint
);
ALTER TYPE public.addr OWNER TO postgres;

-- type of public.h.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.h ALTER COLUMN a TYPE public.addr USING a::text::public.addr;

-- drop the old composite type public.addr  [lock: none]
DROP TYPE public.addr__old;

