-- renamed_column: table public.t: amount <- qty
CREATE TABLE t (id integer PRIMARY KEY, name text, amount integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, name FROM t WHERE amount > 1; CREATE INDEX t_q ON t (amount); ALTER TABLE t ADD CONSTRAINT c CHECK (amount > 0 OR name = 'qty');
