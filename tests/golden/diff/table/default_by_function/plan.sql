-- drop default of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

-- drop function public.f()  [lock: none]
DROP FUNCTION public.f();

-- create function public.f()  [lock: none]
CREATE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT 1::bigint $function$;
ALTER FUNCTION public.f() OWNER TO postgres;

-- default of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f();

