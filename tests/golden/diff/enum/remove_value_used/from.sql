CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'x');CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok', ms mood[]);
INSERT INTO p VALUES (1, 'sad', '{sad,ok}'), (2, 'happy', '{}');
