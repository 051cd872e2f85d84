CREATE TABLE t (a text COLLATE "C"); CREATE INDEX t_a ON t (a);
