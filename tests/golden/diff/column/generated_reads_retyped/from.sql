CREATE TYPE color AS ENUM ('red', 'green', 'blue');
CREATE TABLE t (id integer PRIMARY KEY, c color, n integer, has_c boolean GENERATED ALWAYS AS (c IS NOT NULL) STORED, has_n boolean GENERATED ALWAYS AS (n IS NOT NULL) STORED);
INSERT INTO t VALUES (1, 'red', 1), (2, NULL, NULL);
