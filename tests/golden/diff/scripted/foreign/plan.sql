-- create foreign data wrapper w  [lock: none]
CREATE FOREIGN DATA WRAPPER w;
ALTER FOREIGN DATA WRAPPER w OWNER TO postgres;

-- create foreign server s  [lock: none]
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h');
ALTER SERVER s OWNER TO postgres;

-- create user mapping golden_reader SERVER s  [lock: none]
CREATE USER MAPPING FOR golden_reader SERVER s OPTIONS ("user" 'x');

-- create foreign table public.ft  [lock: none]
CREATE FOREIGN TABLE public.ft (
  a integer OPTIONS (n 'a') NOT NULL,
  b text
) SERVER s OPTIONS (t 'x');
ALTER FOREIGN TABLE public.ft OWNER TO postgres;
COMMENT ON FOREIGN TABLE public.ft IS 'f';

