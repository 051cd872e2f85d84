CREATE SCHEMA l;
CREATE TABLE l.t (
  id integer PRIMARY KEY, a integer, twice integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
  CONSTRAINT trusted CHECK (a > 0) NOT ENFORCED
);
CREATE TABLE l.refers (t integer, CONSTRAINT trusted_key FOREIGN KEY (t) REFERENCES l.t NOT ENFORCED);
CREATE TABLE l.nulls (a integer CONSTRAINT own_name NOT NULL, b integer, c integer);
ALTER TABLE l.nulls ADD CONSTRAINT b_known NOT NULL b NOT VALID;
ALTER TABLE l.nulls ADD CONSTRAINT c_known NOT NULL c NO INHERIT;
CREATE EXTENSION btree_gist WITH SCHEMA l;
CREATE TABLE l.periods (id integer, valid daterange, CONSTRAINT over_time PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE l.within (id integer, valid daterange, CONSTRAINT in_time FOREIGN KEY (id, PERIOD valid) REFERENCES l.periods (id, PERIOD valid));
CREATE DOMAIN l.d AS integer NOT NULL CHECK (VALUE > 0);
CREATE COLLATION l.ruled (provider = icu, locale = 'und', rules = '&a < b');
CREATE COLLATION l.built_in (provider = builtin, locale = 'C.UTF-8');
CREATE PUBLICATION generated FOR TABLE l.t WITH (publish_generated_columns = stored);
