CREATE TABLE t (id integer CONSTRAINT t_key2 PRIMARY KEY , name text, qty integer, CONSTRAINT u UNIQUE (qty));
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, name, count(*) AS n FROM t GROUP BY id;
