-- Function bodies that the server parses, and what else came with PostgreSQL 14.
CREATE SCHEMA b;
CREATE TABLE b.t (id integer, name text);
CREATE FUNCTION b.count_them() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM b.t; END;
CREATE FUNCTION b.one_name(i integer) RETURNS text LANGUAGE sql RETURN (SELECT t.name FROM b.t WHERE t.id = i);
CREATE VIEW b.v AS SELECT b.count_them() AS n;
CREATE PROCEDURE b.put(IN i integer, OUT o integer) LANGUAGE sql BEGIN ATOMIC INSERT INTO b.t VALUES (i, b.one_name(i)); SELECT 1; END;
