CREATE TABLE measures (id integer, place text, value integer, UNIQUE (place, value)) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF measures FOR VALUES IN ('a');
CREATE INDEX ON measures (value);
