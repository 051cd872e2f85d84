CREATE TABLE p (a bigint, b text, e int DEFAULT 3, CONSTRAINT pos CHECK (a > 0)); CREATE TABLE c (d int) INHERITS (p); INSERT INTO c VALUES (1,'x',3,2);
