-- drop default of public.p.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT;

-- drop default of public.q.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.q ALTER COLUMN m DROP DEFAULT;

-- drop function public.f(public.mood)  [lock: none]
DROP FUNCTION public.f(public.mood);

-- drop function public.g()  [lock: none]
DROP FUNCTION public.g();

-- rename enum public.mood for its replacement  [lock: none]
ALTER TYPE public.mood RENAME TO mood__old;

-- create enum public.mood  [lock: none]
CREATE TYPE public.mood AS ENUM ('sad', 'happy', 'ok');
ALTER TYPE public.mood OWNER TO postgres;

-- create function public.f(public.mood)  [lock: none]
CREATE FUNCTION public.f(m public.mood)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT m::text $function$;
ALTER FUNCTION public.f(public.mood) OWNER TO postgres;

-- create function public.g()  [lock: none]
CREATE FUNCTION public.g()
 RETURNS public.mood
 LANGUAGE sql
AS $function$ SELECT 'ok'::public.mood $function$;
ALTER FUNCTION public.g() OWNER TO postgres;

-- type of public.p.m, default of public.p.m, type of public.p.ms  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p
  ALTER COLUMN m TYPE public.mood USING m::text::public.mood,
  ALTER COLUMN m SET DEFAULT 'ok'::public.mood,
  ALTER COLUMN ms TYPE public.mood[] USING ms::text[]::public.mood[];

-- type of public.q.m, default of public.q.m  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.q
  ALTER COLUMN m TYPE public.mood USING m::text::public.mood,
  ALTER COLUMN m SET DEFAULT public.g();

-- drop the old enum public.mood  [lock: none]
DROP TYPE public.mood__old;

