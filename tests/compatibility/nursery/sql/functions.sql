CREATE FUNCTION half(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n / 2';
COMMENT ON FUNCTION half(integer) IS 'Rounds towards zero.';

CREATE FUNCTION note_height() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO height_log (tree, height_cm) VALUES (NEW.id, NEW.height_cm);
  RETURN NEW;
END $$;
