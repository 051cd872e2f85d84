-- server: 18
CREATE TABLE base (x int, g int GENERATED ALWAYS AS (x + 2) STORED);
CREATE TABLE child (x int, g int GENERATED ALWAYS AS (x + 5) STORED) INHERITS (base);
CREATE TABLE follows () INHERITS (base);
INSERT INTO base (x) VALUES (1);
