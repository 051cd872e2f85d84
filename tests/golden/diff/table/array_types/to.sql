CREATE TABLE t (id int, a int, b bigint[], c int[]); INSERT INTO t VALUES (1,1,'{1}','{1,2}');
