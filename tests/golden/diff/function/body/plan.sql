-- replace function public.f(integer)  [lock: none]
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 2 $function$;

