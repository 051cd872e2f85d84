CREATE TABLE readings (id integer, place text, value integer, UNIQUE (place, id)) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
CREATE INDEX ON readings (value);
INSERT INTO readings VALUES (1, 'a', 5);
