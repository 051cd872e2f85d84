-- create function public.f(integer, text)  [lock: none]
CREATE FUNCTION public.f(a integer, b text DEFAULT 'x'::text)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 $function$;
ALTER FUNCTION public.f(integer, text) OWNER TO postgres;

-- create function public.f(text)  [lock: none]
CREATE FUNCTION public.f(a text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 5
AS $function$ SELECT a $function$;
ALTER FUNCTION public.f(text) OWNER TO postgres;
COMMENT ON FUNCTION public.f(text) IS 'ff';
REVOKE EXECUTE ON FUNCTION public.f(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.f(text) TO golden_reader;

