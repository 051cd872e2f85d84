CREATE TABLE t (id bigserial PRIMARY KEY, b int); INSERT INTO t (b) VALUES (1),(2);
