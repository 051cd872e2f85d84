-- placeholder for view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v AS
 SELECT NULL::integer AS a, NULL::integer AS n;

-- type of public.t.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- drop function public.again(public.v)  [lock: none]
DROP FUNCTION public.again(public.v);

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

