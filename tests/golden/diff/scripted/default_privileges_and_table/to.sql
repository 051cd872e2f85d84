ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO golden_reader;CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE TABLE u (a int); CREATE TABLE w (a int); REVOKE ALL ON w FROM golden_reader;
