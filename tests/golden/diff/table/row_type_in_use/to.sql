CREATE TABLE address (street text, number bigint);
CREATE DOMAIN home AS address CHECK ((VALUE).number > 0);
CREATE TYPE contact AS (name text, at address);
CREATE TABLE person (id integer PRIMARY KEY, lives address, moved address[], h home, c contact DEFAULT ROW('n', NULL));
CREATE VIEW streets AS SELECT id, (lives).street FROM person;
