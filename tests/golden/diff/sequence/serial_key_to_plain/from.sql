CREATE TABLE products (no serial PRIMARY KEY, name text);
INSERT INTO products (name) VALUES ('a'), ('b');
