-- row security of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;

-- create policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
CREATE POLICY p ON public.t FOR SELECT TO golden_reader USING ((qty > 0));
COMMENT ON POLICY p ON public.t IS 'pp';

-- create policy public.t.q  [lock: ACCESS EXCLUSIVE, brief]
CREATE POLICY q ON public.t AS RESTRICTIVE FOR INSERT WITH CHECK ((qty < 9));

