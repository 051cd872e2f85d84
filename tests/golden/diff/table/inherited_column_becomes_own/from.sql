CREATE TABLE base (made_at timestamp DEFAULT now(), note integer);
CREATE TABLE keeps (a integer) INHERITS (base);
CREATE TABLE loses (b integer) INHERITS (base);
INSERT INTO keeps VALUES ('2024-01-01', 7, 1);
INSERT INTO loses VALUES ('2024-01-01', 8, 2);
