-- alter policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
ALTER POLICY p ON public.t TO golden_reader, golden_writer USING ((qty > 1)) WITH CHECK ((qty > 2));

