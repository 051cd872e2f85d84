-- create function public.m2i(public.mood)  [lock: none]
CREATE FUNCTION public.m2i(public.mood)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 1 $function$;
ALTER FUNCTION public.m2i(public.mood) OWNER TO postgres;

-- create cast (public.mood AS integer)  [lock: none]
CREATE CAST (public.mood AS integer) WITH FUNCTION public.m2i(public.mood) AS ASSIGNMENT;

