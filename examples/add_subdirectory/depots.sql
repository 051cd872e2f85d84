CREATE SCHEMA depots;
CREATE TABLE depots.depot (
  id integer PRIMARY KEY,
  name text NOT NULL UNIQUE
);
