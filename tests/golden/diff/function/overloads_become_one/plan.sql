-- drop default of public.slot.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.slot ALTER COLUMN id DROP DEFAULT;

-- replace function public.place(integer, integer)  [lock: none]
CREATE OR REPLACE FUNCTION public.place(a integer, b integer DEFAULT 0)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT $1 + $2 $function$;

-- drop function public.place(integer)  [lock: none]
DROP FUNCTION public.place(integer);

-- default of public.slot.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.slot ALTER COLUMN id SET DEFAULT public.place(1);

