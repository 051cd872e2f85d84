CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
ALTER TABLE readings ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
