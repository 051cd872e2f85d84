CREATE TABLE t (a int, b text, c jsonb, d int4range); INSERT INTO t VALUES (1,'x','{}','[1,2)');CREATE UNIQUE INDEX i ON t (a);
