-- The heir's own declaration comes before that of its parent: the server merges the two.
CREATE TABLE base (made_at timestamp DEFAULT now());
CREATE TABLE declares (a integer) INHERITS (base);
CREATE TABLE inherits (b integer) INHERITS (base);
INSERT INTO declares VALUES ('2024-01-01', 2);
INSERT INTO inherits VALUES ('2024-01-01', 3);
