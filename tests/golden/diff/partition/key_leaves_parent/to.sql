CREATE TABLE readings (id integer NOT NULL, place text NOT NULL) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
ALTER TABLE ONLY readings ADD CONSTRAINT readings_pkey PRIMARY KEY (place, id);
CREATE UNIQUE INDEX readings_a_pkey ON readings_a (place, id);
