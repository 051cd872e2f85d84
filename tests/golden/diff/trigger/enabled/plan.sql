-- alter trigger public.t.a  [lock: SHARE ROW EXCLUSIVE, brief]
ALTER TABLE public.t ENABLE ALWAYS TRIGGER a;

