CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'n', qty integer DEFAULT 5 * 3);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
