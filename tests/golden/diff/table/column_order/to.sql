CREATE TABLE t (c int, b int, a int); INSERT INTO t VALUES (3,2,1);
