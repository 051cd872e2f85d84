-- drop view public.sorted  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.sorted;

-- drop index public.shelf.shelf_other_idx  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.shelf_other_idx;

-- drop constraint public.shelf.shelf_name  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.shelf DROP CONSTRAINT shelf_name;

-- drop constraint public.shelf.shelf_other  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.shelf DROP CONSTRAINT shelf_other;

-- rename composite type public.tag for its replacement  [lock: none]
ALTER TYPE public.tag RENAME TO tag__old;

-- rename domain public.label for its replacement  [lock: none]
ALTER DOMAIN public.label RENAME TO label__old;

-- rename collation public.loose for its replacement  [lock: none]
ALTER COLLATION public.loose RENAME TO loose__old;

-- create collation public.loose  [lock: none]
CREATE COLLATION public.loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
ALTER COLLATION public.loose OWNER TO postgres;

-- create domain public.label  [lock: none]
CREATE DOMAIN public.label AS text COLLATE public.loose;
ALTER DOMAIN public.label OWNER TO postgres;

-- create composite type public.tag  [lock: none]
CREATE TYPE public.tag AS (
  word text COLLATE public.loose,
  n integer
);
ALTER TYPE public.tag OWNER TO postgres;

-- type of public.shelf.name, type of public.shelf.l, type of public.shelf.t  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.shelf
  ALTER COLUMN name TYPE text COLLATE public.loose,
  ALTER COLUMN l TYPE public.label USING l::text::public.label,
  ALTER COLUMN t TYPE public.tag USING t::text::public.tag;

-- create view public.sorted  [lock: none]
CREATE VIEW public.sorted AS
 SELECT shelf.id,
    shelf.name
   FROM public.shelf
  ORDER BY shelf.name, (shelf.other COLLATE public.loose);
ALTER VIEW public.sorted OWNER TO postgres;

-- drop the old domain public.label  [lock: none]
DROP DOMAIN public.label__old;

-- drop the old composite type public.tag  [lock: none]
DROP TYPE public.tag__old;

-- drop the old collation public.loose  [lock: none]
DROP COLLATION public.loose__old;

-- create constraint public.shelf.shelf_other  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.shelf ADD CONSTRAINT shelf_other CHECK (((other COLLATE public.loose) <> 'x'::text)) NOT VALID;

-- build the index of constraint public.shelf.shelf_name  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY shelf_name ON public.shelf (name);

-- create constraint public.shelf.shelf_name  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.shelf ADD CONSTRAINT shelf_name UNIQUE USING INDEX shelf_name;

-- validate constraint public.shelf.shelf_other  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.shelf VALIDATE CONSTRAINT shelf_other;

-- create index public.shelf.shelf_other_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY shelf_other_idx ON public.shelf USING btree (other COLLATE public.loose);

