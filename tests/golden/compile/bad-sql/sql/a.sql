CREATE TABLE place (id integer PRIMARY KEY);
CREATE TABLE place (id bigint);
CREATE VIEW place AS SELECT 1;
CREATE TABLE this_name_is_so_long_that_postgresql_would_cut_it_without_telling_anybody (x integer);
CREATE TABLE wide (this_column_is_so_long_that_postgresql_would_cut_it_without_telling_any integer);
CREATE VIEW reads_nothing AS SELECT * FROM plcae;
CREATE VIEW ring_a AS SELECT * FROM ring_b;
CREATE VIEW ring_b AS SELECT * FROM ring_a;
ALTER TABLE plce ENABLE ROW LEVEL SECURITY;
COMMENT ON VIEW reads_nothin IS 'x';
CREATE INDEX nowhere_idx ON nowhere (x);
CREATE INDEX ON place (id);
INSERT INTO place VALUES (1);
REFRESH MATERIALIZED VIEW place;
SELECT 1;
DO $$ BEGIN END $$;
CREATE ROLE somebody;
DROP TABLE place;
ALTER TABLE place RENAME TO places;
ALTER SYSTEM SET work_mem = '1GB';
CREATE DATABASE other;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
SET work_mem = '1GB';
CREATE TEMP TABLE t (x integer);
-- schemac: renamedfrom old
CREATE TABLE renamed (x integer);
-- schemac: depends_on nothing_there
CREATE TABLE needy (x integer);
