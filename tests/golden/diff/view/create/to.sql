CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v WITH (security_barrier) AS SELECT id, name FROM t WHERE qty > 1 WITH LOCAL CHECK OPTION; ALTER VIEW v ALTER name SET DEFAULT 'n'; COMMENT ON COLUMN v.name IS 'nn'; GRANT SELECT ON v TO golden_reader;
