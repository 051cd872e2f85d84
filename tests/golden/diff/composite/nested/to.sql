CREATE TYPE point3 AS (x bigint, y integer);
CREATE TYPE segment AS (a point3, b point3, tags text[]);
CREATE TYPE route AS (parts segment[], name text);
CREATE TABLE trip (id integer, way segment, all_ways route);
CREATE VIEW starts AS SELECT id, (way).a AS a FROM trip;
