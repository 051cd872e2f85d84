-- drop view public.below_view  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.below_view;

-- drop index public.below.below_g  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.below_g;

-- drop column public.base.g  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base DROP COLUMN g;

-- drop column public.declares.g  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.declares DROP COLUMN g;

-- add column public.declares.g  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.declares ADD COLUMN g integer GENERATED ALWAYS AS ((x + 2)) STORED;

-- add column public.base.g  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.base ADD COLUMN g integer GENERATED ALWAYS AS ((x + 2)) STORED;

-- storage of public.below.g  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.below ALTER COLUMN g SET STATISTICS 50;

-- create view public.below_view  [lock: none]
CREATE VIEW public.below_view AS
 SELECT below.g
   FROM public.below;
ALTER VIEW public.below_view OWNER TO postgres;

-- comment and privileges of public.below.g  [lock: none]
COMMENT ON COLUMN public.below.g IS 'computed';
GRANT SELECT (g) ON TABLE public.below TO golden_reader;

-- create index public.below.below_g  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY below_g ON public.below USING btree (g);

