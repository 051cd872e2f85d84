-- The parent's check is not valid, those of its partitions are.
CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
ALTER TABLE readings ADD CONSTRAINT positive CHECK (id > 0);
INSERT INTO readings VALUES (1, 'a');
