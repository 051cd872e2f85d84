-- placeholder for domain public.code  [lock: none]
CREATE DOMAIN public.code AS text COLLATE pg_catalog."C" NOT NULL;

-- create function public.refuse(text)  [lock: none]
CREATE FUNCTION public.refuse(text)
 RETURNS public.code
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$ BEGIN RAISE 'no code: %', $1; END $function$;
ALTER FUNCTION public.refuse(text) OWNER TO postgres;

-- create function public.usual()  [lock: none]
CREATE FUNCTION public.usual()
 RETURNS public.code
 LANGUAGE sql
RETURN 'xyz'::text;
ALTER FUNCTION public.usual() OWNER TO postgres;

-- create domain public.code  [lock: none]
ALTER DOMAIN public.code SET DEFAULT public.usual();
ALTER DOMAIN public.code ADD CONSTRAINT code_valid CHECK (((length(VALUE) = 3) OR (public.refuse(VALUE) IS NULL)));
ALTER DOMAIN public.code ADD CONSTRAINT code_later CHECK (((VALUE > 'a'::text) OR (public.refuse(VALUE) IS NULL))) NOT VALID;
COMMENT ON CONSTRAINT code_valid ON DOMAIN public.code IS 'three letters';
ALTER DOMAIN public.code OWNER TO postgres;

-- add column public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD COLUMN c public.code DEFAULT 'abc'::text;

