CREATE TABLE base (x int, g int GENERATED ALWAYS AS (x + 1) STORED);
CREATE TABLE child (x int, g int GENERATED ALWAYS AS (x + 5) STORED) INHERITS (base);
CREATE TABLE follows () INHERITS (base);
INSERT INTO base (x) VALUES (1); INSERT INTO child (x) VALUES (2); INSERT INTO follows (x) VALUES (3);
