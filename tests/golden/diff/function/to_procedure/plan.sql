-- drop function public.f(integer)  [lock: none]
DROP FUNCTION public.f(integer);

-- create procedure public.f(integer)  [lock: none]
CREATE PROCEDURE public.f(IN a integer)
 LANGUAGE sql
AS $procedure$ SELECT 1 $procedure$;
ALTER PROCEDURE public.f(integer) OWNER TO postgres;

