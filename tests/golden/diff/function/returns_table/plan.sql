-- drop function public.f()  [lock: none]
DROP FUNCTION public.f();

-- create function public.f()  [lock: none]
CREATE FUNCTION public.f()
 RETURNS TABLE(a integer, b text)
 LANGUAGE sql
AS $function$ SELECT 1, 'x' $function$;
ALTER FUNCTION public.f() OWNER TO postgres;

