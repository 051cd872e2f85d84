-- drop function public.f(integer)  [lock: none]
DROP FUNCTION public.f(integer);

-- create function public.f(integer)  [lock: none]
CREATE FUNCTION public.f(b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 $function$;
ALTER FUNCTION public.f(integer) OWNER TO postgres;
GRANT EXECUTE ON FUNCTION public.f(integer) TO golden_reader;

