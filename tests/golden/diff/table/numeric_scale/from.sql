CREATE TABLE t (id int, a numeric(10,2), b real, c double precision); INSERT INTO t VALUES (1,1.25,1,2);
