-- drop index public.t.i  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.i;

-- drop function public.f(integer)  [lock: none]
DROP FUNCTION public.f(integer);

-- create function public.f(integer)  [lock: none]
CREATE FUNCTION public.f(j integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT j $function$;
ALTER FUNCTION public.f(integer) OWNER TO postgres;

-- create index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i ON public.t USING btree (public.f(a));

