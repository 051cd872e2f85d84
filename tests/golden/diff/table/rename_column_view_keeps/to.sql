-- renamed_column: table public.t: amount <- qty
CREATE TABLE t (id integer PRIMARY KEY, name text, amount integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, amount AS qty FROM t;
