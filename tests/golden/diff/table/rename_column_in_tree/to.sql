-- renamed_column: table public.base: y <- x
-- renamed_column: table public.m: y <- x
-- renamed_column: table public.m1: y <- x
CREATE TABLE base (y int NOT NULL, z int);
CREATE TABLE child () INHERITS (base);
CREATE TABLE below (y int) INHERITS (child);
CREATE TABLE m (id int, y int) PARTITION BY LIST (id);
CREATE TABLE m1 PARTITION OF m DEFAULT;
CREATE INDEX child_x ON child (y);
CREATE VIEW of_below AS SELECT y AS x FROM below;
INSERT INTO base VALUES (1, 1);
