-- renamed: table public.u <- table public.t
CREATE TABLE u (id integer PRIMARY KEY, name text, qty integer);
INSERT INTO u VALUES (1, 'a', 10), (2, 'b', 20);
CREATE VIEW v AS SELECT id, name FROM u; CREATE INDEX u_name_idx ON u (name);
