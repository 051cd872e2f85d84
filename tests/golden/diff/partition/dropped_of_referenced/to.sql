CREATE TABLE readings (id integer, place text, PRIMARY KEY (place, id)) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
CREATE TABLE remarks (place text, reading integer, FOREIGN KEY (place, reading) REFERENCES readings);
