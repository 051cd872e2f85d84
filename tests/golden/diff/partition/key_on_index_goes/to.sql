CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
