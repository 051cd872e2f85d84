CREATE TABLE t (id serial, b int); INSERT INTO t (b) VALUES (1),(2);
