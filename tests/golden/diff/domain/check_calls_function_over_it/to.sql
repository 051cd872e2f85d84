CREATE DOMAIN code AS text COLLATE "C" NOT NULL;
CREATE FUNCTION refuse(text) RETURNS code LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE 'no code: %', $1; END $$;
CREATE FUNCTION usual() RETURNS code LANGUAGE sql RETURN 'xyz';
ALTER DOMAIN code ADD CONSTRAINT code_valid CHECK (length(VALUE) = 3 OR refuse(VALUE) IS NULL);
ALTER DOMAIN code ADD CONSTRAINT code_later CHECK (VALUE > 'a' OR refuse(VALUE) IS NULL) NOT VALID;
ALTER DOMAIN code SET DEFAULT usual();
COMMENT ON CONSTRAINT code_valid ON DOMAIN code IS 'three letters';
CREATE TABLE t (id integer, c code DEFAULT 'abc');
