-- replace function public.f(integer)  [lock: none]
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ SELECT 1 $function$;
ALTER FUNCTION public.f(integer) OWNER TO golden_owner;

