-- replace function public.f()  [lock: none]
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(t.id) AS sum
    FROM public.t;
END;

-- drop column public.t.qty  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN qty;

