-- What an heir declares, and what it has from its parents alone, is told apart by pg_dump and by DROP COLUMN.
CREATE TABLE base (made_at timestamp DEFAULT now(), note integer, kept text);
CREATE TABLE declares (a integer, note integer) INHERITS (base);
CREATE TABLE takes_back (b serial PRIMARY KEY) INHERITS (base);
CREATE TABLE below (c integer) INHERITS (takes_back);
CREATE INDEX ON takes_back (note);
CREATE VIEW notes AS SELECT note FROM takes_back;
COMMENT ON COLUMN takes_back.note IS 'a note';
INSERT INTO base VALUES ('2024-01-01', 1, 'b');
INSERT INTO declares VALUES ('2024-01-01', 2, 'd', 10);
INSERT INTO takes_back VALUES ('2024-01-01', 3, 't', 20);
INSERT INTO below VALUES ('2024-01-01', 4, 'e', 30, 31);
