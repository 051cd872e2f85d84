-- row security of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;

-- row security of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- replica identity of public.t  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.t REPLICA IDENTITY FULL;

