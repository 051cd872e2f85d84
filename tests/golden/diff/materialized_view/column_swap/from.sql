CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE MATERIALIZED VIEW m AS SELECT id, qty FROM t; CREATE INDEX m_q ON m (qty); CREATE VIEW o AS SELECT m.id FROM m JOIN t ON t.id = m.id;
