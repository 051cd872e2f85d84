-- renamed: table public.u <- table public.t
CREATE TABLE u (id serial PRIMARY KEY); INSERT INTO u DEFAULT VALUES;
