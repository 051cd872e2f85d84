-- drop trigger public.t.b  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER b ON public.t;

-- replace trigger public.t.a  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE OR REPLACE TRIGGER a AFTER INSERT OR DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.tf();

-- create trigger public.t.b  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE CONSTRAINT TRIGGER b AFTER UPDATE ON public.t NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.tf();

