CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE STATISTICS s (ndistinct) ON id, qty, name FROM t; ALTER STATISTICS s SET STATISTICS 50; CREATE STATISTICS s2 ON (qty * 2) FROM t; COMMENT ON STATISTICS s2 IS 'x';
