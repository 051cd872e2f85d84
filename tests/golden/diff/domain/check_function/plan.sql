-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x DROP CONSTRAINT x_check;

-- drop function public.ok(integer)  [lock: none]
DROP FUNCTION public.ok(integer);

-- create function public.ok(integer)  [lock: none]
CREATE FUNCTION public.ok(j integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT j > 1 $function$;
ALTER FUNCTION public.ok(integer) OWNER TO postgres;

-- alter domain public.x  [lock: none, commit]
ALTER DOMAIN public.x ADD CONSTRAINT x_check CHECK (public.ok(VALUE)) NOT VALID;

-- validate x_check of domain public.x  [lock: none]
ALTER DOMAIN public.x VALIDATE CONSTRAINT x_check;

