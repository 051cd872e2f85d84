CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE DOMAIN label AS text COLLATE loose;
CREATE TYPE tag AS (word text COLLATE loose, n integer);
CREATE TABLE shelf (id integer, name text COLLATE loose, l label, t tag, other text,
  CONSTRAINT shelf_name UNIQUE (name), CONSTRAINT shelf_other CHECK (other COLLATE loose <> 'x'));
CREATE INDEX shelf_other_idx ON shelf (other COLLATE loose);
CREATE VIEW sorted AS SELECT id, name FROM shelf ORDER BY name, other COLLATE loose;
