CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, qty FROM t; CREATE VIEW w AS SELECT id, name FROM t; CREATE MATERIALIZED VIEW m AS SELECT sum(qty) AS s FROM v; CREATE UNIQUE INDEX m_s ON m (s); GRANT SELECT ON m TO golden_reader; COMMENT ON VIEW v IS 'vv'; CREATE INDEX t_q ON t (qty) WHERE qty > 3; ALTER TABLE t ADD CONSTRAINT q CHECK (qty > 0);
