-- Out of order on purpose: the order comes from what refers to what.
CREATE VIEW report AS
  WITH recent AS (SELECT * FROM visit) SELECT r.id, slug(r.title) AS slug FROM recent r;
CREATE MATERIALIZED VIEW app.totals AS SELECT count(*) AS n FROM report;
CREATE UNIQUE INDEX totals_n_idx ON totals (n);
CREATE TABLE visit (
  id bigint PRIMARY KEY DEFAULT nextval('visit_number'),
  title text NOT NULL,
  mood app.mood,
  "user" uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  place integer REFERENCES place,
  CONSTRAINT slug_ok CHECK (slug(title) <> '')
);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE SEQUENCE visit_number;
ALTER SEQUENCE visit_number OWNED BY visit.id;
