-- drop composite type public.addr  [lock: none]
DROP TYPE public.addr;

-- create composite type public.addr  [lock: none]
CREATE TYPE public.addr AS (
  no integer,
  street text
);
ALTER TYPE public.addr OWNER TO postgres;

