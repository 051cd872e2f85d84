CREATE TABLE t (id int, v text DEFAULT '7'); INSERT INTO t VALUES (1,'1');
