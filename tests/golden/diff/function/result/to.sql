CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql AS $$ SELECT 2::bigint $$;CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, f(id) AS x FROM t;
