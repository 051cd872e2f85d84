CREATE TABLE t (id int, a numeric(8,1), b double precision, c numeric); INSERT INTO t VALUES (1,1.2,1,2);
