CREATE TABLE place (id integer PRIMARY KEY, geom geometry(Point, 4326), parent integer);
ALTER TABLE place ADD FOREIGN KEY (parent) REFERENCES place;
CREATE INDEX place_geom_idx ON place USING gist (geom);
-- schemac: renamed_from slugify
CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower($1);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (1); RETURN new; END $$;
CREATE TABLE log (x integer);
CREATE TRIGGER touched BEFORE UPDATE ON place FOR EACH ROW EXECUTE FUNCTION touch();
GRANT SELECT ON place, log TO PUBLIC;
COMMENT ON COLUMN place.geom IS 'where it is';
ALTER TABLE place ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON place FOR SELECT USING (id IN (SELECT place FROM visit));
CREATE OR REPLACE VIEW public.v AS SELECT st_x(geom) FROM place;
