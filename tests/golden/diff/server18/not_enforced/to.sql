-- server: 18
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (a integer, p integer REFERENCES p NOT ENFORCED, CONSTRAINT positive CHECK (a > 0) NOT ENFORCED);
