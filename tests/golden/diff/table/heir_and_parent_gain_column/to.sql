CREATE TABLE base (made_at timestamp DEFAULT now(), note integer);
CREATE TABLE declares (a integer, note integer DEFAULT 5) INHERITS (base);
CREATE TABLE inherits (b integer) INHERITS (base);
