CREATE FUNCTION acc(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$; CREATE AGGREGATE total (int) (sfunc = acc, stype = int, initcond = '5');CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT total(qty) AS s FROM t;
