CREATE TABLE base (x int, g int);
CREATE TABLE child () INHERITS (base);
INSERT INTO base (x) VALUES (1); INSERT INTO child (x) VALUES (2);
