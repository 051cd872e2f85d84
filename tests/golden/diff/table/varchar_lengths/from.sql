CREATE TABLE t (id int, a varchar(10), b varchar(20), c char(3)); INSERT INTO t VALUES (1,'a','b','ccc');
