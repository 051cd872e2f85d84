-- drop policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
DROP POLICY p ON public.t;

-- drop trigger public.t.tr  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER tr ON public.t;

-- drop rule public.t.r  [lock: ACCESS EXCLUSIVE, brief]
DROP RULE r ON public.t;

-- type of public.t.qty  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ALTER COLUMN qty TYPE bigint;

-- create rule public.t.r  [lock: ACCESS EXCLUSIVE, brief]
CREATE RULE r AS
    ON DELETE TO public.t
   WHERE (old.qty > 100) DO INSTEAD NOTHING;

-- create trigger public.t.tr  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE TRIGGER tr BEFORE UPDATE OF qty ON public.t FOR EACH ROW WHEN ((new.qty > 1)) EXECUTE FUNCTION public.tf();

-- create policy public.t.p  [lock: ACCESS EXCLUSIVE, brief]
CREATE POLICY p ON public.t USING ((qty > 0));

