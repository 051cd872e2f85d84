-- server: 18
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 2) VIRTUAL, c integer GENERATED ALWAYS AS (a) VIRTUAL, d integer GENERATED ALWAYS AS (a * 2) VIRTUAL, e integer);
CREATE VIEW v AS SELECT a, b FROM t;
