-- drop function public.f()  [lock: none]
DROP FUNCTION public.f();

-- type of public.t.qty  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN qty TYPE bigint;

-- create function public.f()  [lock: none]
CREATE FUNCTION public.f()
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(t.qty) AS sum
    FROM public.t;
END;
ALTER FUNCTION public.f() OWNER TO postgres;

