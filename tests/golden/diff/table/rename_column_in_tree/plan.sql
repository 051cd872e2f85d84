-- rename column public.base.x to y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base RENAME COLUMN x TO y;

-- rename column public.m.x to y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m RENAME COLUMN x TO y;

-- rename column public.m1.x to y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m1 RENAME COLUMN x TO y;

-- drop view public.of_below  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.of_below;

-- drop index public.child.child_x  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.child_x;

-- add column public.below.y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.below ADD COLUMN y integer NOT NULL;

-- add column public.child.y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.child ADD COLUMN y integer NOT NULL;

-- create view public.of_below  [lock: none]
CREATE VIEW public.of_below AS
 SELECT below.y AS x
   FROM public.below;
ALTER VIEW public.of_below OWNER TO postgres;

-- drop column public.below.x  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.below DROP COLUMN x;

-- drop column public.child.x  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.child DROP COLUMN x;

-- create index public.child.child_x  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY child_x ON public.child USING btree (y);

