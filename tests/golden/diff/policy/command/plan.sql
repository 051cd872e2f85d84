-- drop policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
DROP POLICY p ON public.t;

-- create policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
CREATE POLICY p ON public.t FOR DELETE USING ((qty > 0));

