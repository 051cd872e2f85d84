CREATE FUNCTION rate(a integer, b integer DEFAULT 0) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + $2 $$;
CREATE TABLE bill (id integer, net integer DEFAULT rate(1), CONSTRAINT fair CHECK (rate(net) > 0));
CREATE INDEX bill_rate ON bill (rate(net));
CREATE VIEW totals AS SELECT id, rate(net) AS total FROM bill;
CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql RETURN rate(a) * 2;
CREATE VIEW more AS SELECT rate(id) AS r FROM bill;
CREATE DOMAIN rated AS integer CHECK (rate(VALUE) > 0);
