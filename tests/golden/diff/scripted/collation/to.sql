CREATE COLLATION c1 (locale = 'C'); CREATE TABLE t (a text COLLATE c1);
