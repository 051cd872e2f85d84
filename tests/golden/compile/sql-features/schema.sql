-- Written by schemac compile: every object, in dependency order.
SET standard_conforming_strings = on;
SET array_nulls = on;
SET transform_null_equals = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
SET check_function_bodies = off;
SET search_path = app, public;

-- namespace app
CREATE SCHEMA app;

-- extension postgis
CREATE EXTENSION postgis WITH SCHEMA public;

-- enum app.mood
CREATE TYPE app.mood AS ENUM ('good', 'bad');

-- sequence app.visit_number
CREATE SEQUENCE app.visit_number;

-- function app.slug(text)
CREATE FUNCTION app.slug(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower($1);

-- function app.touch()
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (1); RETURN new; END $$;

-- table app.log
CREATE TABLE app.log (x integer);
GRANT SELECT ON app.log TO PUBLIC;

-- table app.place
CREATE TABLE app.place (id integer PRIMARY KEY, geom geometry(Point, 4326), parent integer);
GRANT SELECT ON app.place TO PUBLIC;
COMMENT ON COLUMN app.place.geom IS 'where it is';
ALTER TABLE app.place ENABLE ROW LEVEL SECURITY;

-- table app.visit
CREATE TABLE app.visit (
  id bigint PRIMARY KEY DEFAULT nextval('app.visit_number'),
  title text NOT NULL,
  mood app.mood,
  "user" uuid,
  place integer,
  CONSTRAINT slug_ok CHECK (slug(title) <> '')
);
ALTER SEQUENCE app.visit_number OWNED BY visit.id;

-- constraint app.place.place_parent_fkey
ALTER TABLE app.place ADD CONSTRAINT place_parent_fkey FOREIGN KEY (parent) REFERENCES app.place;

-- constraint app.visit.visit_place_fkey
ALTER TABLE app.visit ADD CONSTRAINT visit_place_fkey FOREIGN KEY (place) REFERENCES app.place;

-- constraint app.visit.visit_user_fkey
ALTER TABLE app.visit ADD CONSTRAINT visit_user_fkey FOREIGN KEY ("user") REFERENCES auth.users ( id ) ON DELETE CASCADE;

-- index app.place.place_geom_idx
CREATE INDEX place_geom_idx ON app.place USING gist (geom);

-- view app.report
CREATE VIEW app.report AS
  WITH recent AS (SELECT * FROM app.visit) SELECT r.id, slug(r.title) AS slug FROM recent r;

-- view public.v
CREATE OR REPLACE VIEW public.v AS SELECT st_x(geom) FROM app.place;

-- materialized_view app.totals
CREATE MATERIALIZED VIEW app.totals AS SELECT count(*) AS n FROM app.report;

-- index app.totals.totals_n_idx
CREATE UNIQUE INDEX totals_n_idx ON app.totals (n);

-- trigger app.place.touched
CREATE TRIGGER touched BEFORE UPDATE ON app.place FOR EACH ROW EXECUTE FUNCTION touch();

-- policy app.place.readers
CREATE POLICY readers ON app.place FOR SELECT USING (id IN (SELECT place FROM app.visit));
