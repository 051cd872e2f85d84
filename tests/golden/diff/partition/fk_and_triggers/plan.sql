-- create function public.tf()  [lock: none]
CREATE FUNCTION public.tf()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;
ALTER FUNCTION public.tf() OWNER TO postgres;

-- create table public.m2  [lock: none]
CREATE TABLE public.m2 (
  id integer,
  at date NOT NULL,
  v text
);
ALTER TABLE public.m2 OWNER TO postgres;

-- attach partition public.m2  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.m ATTACH PARTITION public.m2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

-- create constraint public.m.f  [lock: SHARE ROW EXCLUSIVE, long]
ALTER TABLE public.m ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.o(id);

-- create trigger public.m.tr  [lock: SHARE ROW EXCLUSIVE, brief]
CREATE TRIGGER tr AFTER INSERT ON public.m FOR EACH ROW EXECUTE FUNCTION public.tf();

