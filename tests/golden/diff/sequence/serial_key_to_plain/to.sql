CREATE TABLE products (no integer, name text);
