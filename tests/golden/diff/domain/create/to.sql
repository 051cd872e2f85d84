CREATE DOMAIN posint AS integer CHECK (VALUE > 0);CREATE TABLE d (a posint, b posint[]); INSERT INTO d VALUES (1, '{2,3}');
