CREATE COLLATION de (provider = icu, locale = 'de', deterministic = false);
CREATE TABLE t (a text COLLATE de);
COMMENT ON COLLATION de IS 'd';
