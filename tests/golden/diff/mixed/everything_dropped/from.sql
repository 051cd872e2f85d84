CREATE TABLE t (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok', ms mood[]);
INSERT INTO p VALUES (1, 'sad', '{sad,ok}'), (2, 'happy', '{}');
CREATE DOMAIN posint AS integer CHECK (VALUE > 0);CREATE TABLE d (a posint, b posint[]); INSERT INTO d VALUES (1, '{2,3}');CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW m AS SELECT * FROM v; CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf(); CREATE TABLE s (id serial, t int REFERENCES t);
