CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE FUNCTION near(wanted integer) RETURNS SETOF v LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELECT id, name FROM t WHERE id = wanted; END $$;
CREATE FUNCTION label(of v) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT of.name || '!'; END;
CREATE OR REPLACE VIEW v AS SELECT id, name, (SELECT count(*) FROM near(t.id) n WHERE n.name <> '') AS beside FROM t;
COMMENT ON VIEW v IS 'calls what returns its rows';
CREATE VIEW w AS SELECT * FROM v;
