CREATE TYPE pair AS (a integer, b text COLLATE "C");
COMMENT ON COLUMN pair.a IS 'a';
CREATE TABLE t (p pair);
CREATE TABLE o OF pair;
