-- DROP NOT NULL and SET NOT NULL go down to child tables, those that are to differ too.
CREATE TABLE base (x int, y int NOT NULL, z int);
CREATE TABLE keeps () INHERITS (base);
CREATE TABLE loses () INHERITS (base);
CREATE TABLE below () INHERITS (loses);
ALTER TABLE keeps ALTER z SET NOT NULL;
INSERT INTO base VALUES (1, 1, 1); INSERT INTO keeps VALUES (2, 2, 2); INSERT INTO below VALUES (3, 3, 3);
