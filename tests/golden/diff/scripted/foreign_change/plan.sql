-- drop foreign table public.ft  [lock: ACCESS EXCLUSIVE, brief]
DROP FOREIGN TABLE public.ft;

-- drop foreign server s  [lock: none]
DROP SERVER s;

-- create foreign server s  [lock: none]
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h2', port '1');
ALTER SERVER s OWNER TO postgres;

-- create foreign table public.ft  [lock: none]
CREATE FOREIGN TABLE public.ft (
  a bigint OPTIONS (n 'b'),
  b text,
  c date
) SERVER s OPTIONS (t 'z', v 'y');
ALTER FOREIGN TABLE public.ft OWNER TO postgres;

