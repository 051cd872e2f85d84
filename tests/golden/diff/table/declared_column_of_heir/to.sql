CREATE TABLE base (made_at timestamp DEFAULT now(), note integer, kept text);
CREATE TABLE declares (a integer) INHERITS (base);
CREATE TABLE takes_back (b serial PRIMARY KEY, note integer) INHERITS (base);
CREATE TABLE below (c integer) INHERITS (takes_back);
CREATE INDEX ON takes_back (note);
CREATE VIEW notes AS SELECT note FROM takes_back;
COMMENT ON COLUMN takes_back.note IS 'a note';
