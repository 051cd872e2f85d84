CREATE TABLE t (a int, b int, c int); INSERT INTO t VALUES (1,2,3);
