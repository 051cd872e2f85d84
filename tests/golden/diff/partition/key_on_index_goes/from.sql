-- The server drops neither the parent's index nor the partition's key that is attached to it before the other.
CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
ALTER TABLE readings_a ADD PRIMARY KEY (place, id);
CREATE UNIQUE INDEX readings_idx ON readings (place, id);
INSERT INTO readings VALUES (1, 'a'), (2, 'a');
