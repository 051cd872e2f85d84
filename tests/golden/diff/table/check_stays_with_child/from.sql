-- DROP CONSTRAINT of the parent takes those of child tables along that come from it.
CREATE TABLE base (x int, CONSTRAINT low CHECK (x < 10));
CREATE TABLE child () INHERITS (base);
CREATE TABLE below () INHERITS (child);
CREATE TABLE other () INHERITS (base);
INSERT INTO below VALUES (1); INSERT INTO other VALUES (2);
