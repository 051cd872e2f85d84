CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
ALTER TABLE t OWNER TO golden_owner; GRANT SELECT, INSERT ON t TO golden_writer; GRANT SELECT (name) ON t TO golden_reader; GRANT SELECT ON t TO PUBLIC; COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.qty IS 'how many';
