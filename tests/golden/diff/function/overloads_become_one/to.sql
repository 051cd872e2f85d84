CREATE FUNCTION place(a integer, b integer DEFAULT 0) RETURNS integer LANGUAGE sql AS $$ SELECT $1 + $2 $$;
CREATE TABLE slot (id integer DEFAULT place(1), other integer DEFAULT place(1, 2));
