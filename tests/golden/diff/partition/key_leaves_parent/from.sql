-- The key of a partition that stays can leave that of the parent only together with it.
CREATE TABLE readings (id integer NOT NULL, place text NOT NULL) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
ALTER TABLE ONLY readings ADD CONSTRAINT readings_pkey PRIMARY KEY (place, id);
CREATE UNIQUE INDEX readings_a_pkey ON readings_a (place, id);
ALTER TABLE readings_a ADD CONSTRAINT readings_a_pkey PRIMARY KEY USING INDEX readings_a_pkey;
ALTER INDEX readings_pkey ATTACH PARTITION readings_a_pkey;
INSERT INTO readings VALUES (1, 'a'), (2, 'a');
