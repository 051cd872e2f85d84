-- server: 18
CREATE TABLE t (a integer, b integer NOT NULL);
ALTER TABLE t ADD CONSTRAINT a_there NOT NULL a NOT VALID;
CREATE TABLE parent (a integer CONSTRAINT a_there NOT NULL NO INHERIT);
CREATE TABLE child () INHERITS (parent);
