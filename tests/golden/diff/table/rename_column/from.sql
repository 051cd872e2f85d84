CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, name FROM t WHERE qty > 1; CREATE INDEX t_q ON t (qty); ALTER TABLE t ADD CONSTRAINT c CHECK (qty > 0 OR name = 'qty');
