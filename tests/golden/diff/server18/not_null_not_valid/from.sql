CREATE TABLE t (a integer, b integer);
ALTER TABLE t ADD CONSTRAINT b_there NOT NULL b NOT VALID;
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
