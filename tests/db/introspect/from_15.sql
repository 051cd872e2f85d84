CREATE SCHEMA n;
CREATE UNLOGGED SEQUENCE n.fast;
CREATE TABLE n.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (a, b));
CREATE UNIQUE INDEX t_b ON n.t (b) NULLS NOT DISTINCT;
CREATE TABLE n.parts (id integer, a text);
ALTER TABLE n.parts ADD CONSTRAINT set_some FOREIGN KEY (id) REFERENCES n.t ON DELETE SET NULL (id);
CREATE VIEW n.invoked WITH (security_invoker = true) AS SELECT a FROM n.t;
CREATE PUBLICATION chosen FOR TABLE n.parts, TABLE n.t (id, a) WHERE (id > 5);
CREATE PUBLICATION by_schema FOR TABLES IN SCHEMA n, public;
