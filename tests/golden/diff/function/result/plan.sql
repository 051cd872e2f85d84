-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- drop function public.f(integer)  [lock: none]
DROP FUNCTION public.f(integer);

-- create function public.f(integer)  [lock: none]
CREATE FUNCTION public.f(a integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT 2::bigint $function$;
ALTER FUNCTION public.f(integer) OWNER TO postgres;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.id,
    public.f(t.id) AS x
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

