CREATE FUNCTION acc(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$; CREATE AGGREGATE total (int) (sfunc = acc, stype = int, initcond = '0');
