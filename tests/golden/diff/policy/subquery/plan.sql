-- drop policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
DROP POLICY p ON public.t;

-- type of public.g.n  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.g ALTER COLUMN n TYPE bigint;

-- create policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
CREATE POLICY p ON public.t USING ((id IN ( SELECT g.n
   FROM public.g)));

