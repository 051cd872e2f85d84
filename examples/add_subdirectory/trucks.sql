CREATE SCHEMA trucks;
CREATE TABLE trucks.truck (
  plate text PRIMARY KEY,
  depot integer NOT NULL REFERENCES depots.depot (id)
);
