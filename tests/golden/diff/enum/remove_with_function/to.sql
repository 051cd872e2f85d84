CREATE TYPE mood AS ENUM ('sad', 'happy', 'ok');CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok', ms mood[]);
INSERT INTO p VALUES (1, 'sad', '{sad,ok}'), (2, 'happy', '{}');
CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT m::text $$; CREATE FUNCTION g() RETURNS mood LANGUAGE sql AS $$ SELECT 'ok'::public.mood $$; CREATE TABLE q (a int, m mood DEFAULT g());
