CREATE TABLE m (id integer NOT NULL, place text, v integer) PARTITION BY LIST (place);
CREATE INDEX m_v ON m (place, v);
CREATE UNIQUE INDEX m_key ON m (place, id);
CREATE TABLE m_a (id integer NOT NULL, place text, v integer);
CREATE INDEX own_v ON m_a (place, v);
COMMENT ON INDEX own_v IS 'kept';
ALTER TABLE m_a ADD CONSTRAINT own_key UNIQUE (place, id);
INSERT INTO m_a VALUES (1, 'a', 5);
