-- replace rule public.t.r  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE OR REPLACE RULE r AS
    ON DELETE TO public.t DO NOTHING;
COMMENT ON RULE r ON public.t IS 'rr';

-- create rule public.t.r2  [lock: ACCESS EXCLUSIVE, brief]
CREATE RULE r2 AS
    ON UPDATE TO public.t
   WHERE (old.id = 1) DO INSTEAD NOTHING;
ALTER TABLE public.t DISABLE RULE r2;

