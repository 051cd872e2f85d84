CREATE DOMAIN code AS text CONSTRAINT code_long CHECK (length(VALUE) < 9);
CREATE DOMAIN unused AS integer;
CREATE TABLE t (c code);
INSERT INTO t VALUES ('abc');
