CREATE TABLE base (made_at timestamp DEFAULT now());
CREATE TABLE keeps (a integer, note integer) INHERITS (base);
CREATE TABLE loses (b integer) INHERITS (base);
