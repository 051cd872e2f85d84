CREATE TABLE p (a int, b text); CREATE TABLE c (d int) INHERITS (p); INSERT INTO c VALUES (1,'x',2);
