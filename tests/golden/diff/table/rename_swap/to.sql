-- renamed: table public.b <- table public.a
-- renamed: table public.a <- table public.b
CREATE TABLE b (x int); CREATE TABLE a (y text);INSERT INTO b VALUES (1);
