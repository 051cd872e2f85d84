-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.name,
    t.id
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

-- create rule public.v.ru  [lock: none]
CREATE RULE ru AS
    ON DELETE TO public.v DO INSTEAD NOTHING;

-- create trigger public.v.tr  [lock: none]
CREATE TRIGGER tr INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.tf();

