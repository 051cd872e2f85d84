CREATE TABLE t (id serial PRIMARY KEY, b int); INSERT INTO t (b) VALUES (1),(2);
