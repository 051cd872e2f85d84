CREATE TABLE t (id int, a int, b int[], c text[]); INSERT INTO t VALUES (1,1,'{1}','{1,2}');
