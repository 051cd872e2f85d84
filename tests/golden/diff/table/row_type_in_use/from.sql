CREATE TABLE address (street text, number integer);
CREATE DOMAIN home AS address CHECK ((VALUE).number > 0);
CREATE TYPE contact AS (name text, at address);
CREATE TABLE person (id integer PRIMARY KEY, lives address, moved address[], h home, c contact DEFAULT ROW('n', NULL));
CREATE VIEW streets AS SELECT id, (lives).street FROM person;
INSERT INTO address VALUES ('a', 1);
INSERT INTO person VALUES (1, ROW('b', 2), ARRAY[ROW('c', 3)::address, NULL], ROW('d', 4), ROW('e', ROW('f', 5)));
INSERT INTO person (id) VALUES (2);
