CREATE TYPE mood AS ENUM ('happy', 'ok', 'sad');CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok', ms mood[]);
INSERT INTO p VALUES (1, 'sad', '{sad,ok}'), (2, 'happy', '{}');
CREATE INDEX p_m ON p (m) WHERE m = 'ok'; CREATE VIEW v AS SELECT id, m FROM p WHERE m <> 'sad'; ALTER TABLE p ADD CONSTRAINT c CHECK (m <> 'happy' OR id > 0);
