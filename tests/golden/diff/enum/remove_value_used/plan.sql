-- drop default of public.p.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT;

-- rename enum public.mood for its replacement  [lock: none]
ALTER TYPE public.mood RENAME TO mood__old;

-- create enum public.mood  [lock: none]
CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
ALTER TYPE public.mood OWNER TO postgres;

-- type of public.p.m, default of public.p.m, type of public.p.ms  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p
  ALTER COLUMN m TYPE public.mood USING m::text::public.mood,
  ALTER COLUMN m SET DEFAULT 'ok'::public.mood,
  ALTER COLUMN ms TYPE public.mood[] USING ms::text[]::public.mood[];

-- drop the old enum public.mood  [lock: none]
DROP TYPE public.mood__old;

