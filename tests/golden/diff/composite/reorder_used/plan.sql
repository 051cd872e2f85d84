-- rename composite type public.addr for its replacement  [lock: none]
ALTER TYPE public.addr RENAME TO addr__old;

-- create composite type public.addr  [lock: none]
CREATE TYPE public.addr AS (
  no integer,
  street text
);
ALTER TYPE public.addr OWNER TO postgres;

-- type of public.h.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.h ALTER COLUMN a TYPE public.addr USING (CASE WHEN a IS DISTINCT FROM NULL THEN jsonb_populate_record(NULL::public.addr, to_jsonb(a)) END);

-- type of public.h.many  [lock: ACCESS EXCLUSIVE, long]
CREATE TYPE pg_temp.many__value AS (value public.addr[]);
ALTER TABLE public.h ALTER COLUMN many TYPE public.addr[] USING (jsonb_populate_record(NULL::pg_temp.many__value, jsonb_build_object('value', to_jsonb(many)))).value;
DROP TYPE pg_temp.many__value;

-- drop the old composite type public.addr  [lock: none]
DROP TYPE public.addr__old;

