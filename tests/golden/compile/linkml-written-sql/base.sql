CREATE SEQUENCE app.counter;
CREATE TABLE app.member (name text PRIMARY KEY, room int);
CREATE FUNCTION app.is_known(text) RETURNS boolean LANGUAGE sql STABLE RETURN $1 <> '';
