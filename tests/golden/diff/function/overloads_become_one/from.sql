CREATE FUNCTION place(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION place(a integer, b integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 + $2 $$;
CREATE TABLE slot (id integer DEFAULT place(1), other integer DEFAULT place(1, 2));
INSERT INTO slot VALUES (1, 2);
