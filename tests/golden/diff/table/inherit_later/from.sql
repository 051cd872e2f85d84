CREATE TABLE p (a int, b text); CREATE TABLE c (a int, b text, d int); INSERT INTO c VALUES (1,'x',2);
