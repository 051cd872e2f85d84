CREATE TABLE t (id int, a varchar(20), b varchar(10), c text); INSERT INTO t VALUES (1,'a','b','ccc');
