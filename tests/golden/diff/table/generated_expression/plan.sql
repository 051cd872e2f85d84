-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- drop index public.t.t_b  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.t_b;

-- drop column public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN b;

-- add column public.t.b  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 2)) STORED;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

-- create index public.t.t_b  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY t_b ON public.t USING btree (b);

