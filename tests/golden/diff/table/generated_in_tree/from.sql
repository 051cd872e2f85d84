-- A column that is dropped and added again in a tree of tables, with what hangs on it in each of them.
CREATE TABLE base (x int, g int GENERATED ALWAYS AS (x + 1) STORED);
CREATE TABLE inherits () INHERITS (base);
CREATE TABLE below () INHERITS (inherits);
CREATE TABLE declares (x int, g int GENERATED ALWAYS AS (x + 1) STORED);
ALTER TABLE declares INHERIT base;
CREATE INDEX below_g ON below (g);
CREATE VIEW below_view AS SELECT g FROM below;
COMMENT ON COLUMN below.g IS 'computed';
GRANT SELECT (g) ON below TO golden_reader;
ALTER TABLE below ALTER g SET STATISTICS 50;
INSERT INTO base (x) VALUES (1); INSERT INTO inherits (x) VALUES (2); INSERT INTO below (x) VALUES (3); INSERT INTO declares (x) VALUES (4);
