-- drop trigger public.readings_a.stamped  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER stamped ON public.readings_a;

-- attach partition public.readings_a  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.readings ATTACH PARTITION public.readings_a FOR VALUES IN ('a');

-- create trigger public.readings.stamped  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE TRIGGER stamped BEFORE INSERT ON public.readings FOR EACH ROW EXECUTE FUNCTION public.stamp();

