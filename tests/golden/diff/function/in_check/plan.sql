-- drop constraint public.c.k  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.c DROP CONSTRAINT k;

-- drop function public.f(integer)  [lock: none]
DROP FUNCTION public.f(integer);

-- create function public.f(integer)  [lock: none]
CREATE FUNCTION public.f(b integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$ SELECT true $function$;
ALTER FUNCTION public.f(integer) OWNER TO postgres;

-- create constraint public.c.k  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.c ADD CONSTRAINT k CHECK (public.f(a)) NOT VALID;

-- validate constraint public.c.k  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.c VALIDATE CONSTRAINT k;

