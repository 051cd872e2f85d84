CREATE TYPE point3 AS (x integer, y integer);
CREATE TYPE segment AS (a point3, b point3, tags text[]);
CREATE TYPE route AS (parts segment[], name text);
CREATE TABLE trip (id integer, way segment, all_ways route);
CREATE VIEW starts AS SELECT id, (way).a AS a FROM trip;
INSERT INTO trip VALUES (1, ROW(ROW(1, 2), ROW(3, 4), '{k,l}'), ROW(ARRAY[ROW(ROW(1, 2), ROW(3, 4), '{m}')::segment], 'n'));
