CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT name, id FROM t; CREATE VIEW w AS SELECT id FROM v; CREATE VIEW x AS SELECT id FROM w; GRANT SELECT ON w TO golden_reader; COMMENT ON VIEW x IS 'x'; ALTER VIEW w OWNER TO golden_owner;
