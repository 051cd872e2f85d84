-- A foreign key to the parent holds each partition: it is detached before it goes, and the key stays.
CREATE TABLE readings (id integer, place text, PRIMARY KEY (place, id)) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
CREATE TABLE readings_b PARTITION OF readings FOR VALUES IN ('b', 'c') PARTITION BY LIST (place);
CREATE TABLE readings_c PARTITION OF readings_b FOR VALUES IN ('c');
CREATE TABLE remarks (place text, reading integer, FOREIGN KEY (place, reading) REFERENCES readings);
CREATE TABLE answers (place text, reading integer, FOREIGN KEY (place, reading) REFERENCES readings);
INSERT INTO readings VALUES (1, 'a'), (2, 'a'), (3, 'c');
INSERT INTO remarks VALUES ('a', 1);
INSERT INTO answers VALUES ('c', 3);
