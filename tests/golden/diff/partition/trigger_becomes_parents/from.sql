-- A partition's own trigger gives way to that of its parent of the same name, and comes back on the way back.
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;
CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
CREATE TABLE readings_a (id integer, place text);
CREATE TRIGGER stamped BEFORE INSERT ON readings_a FOR EACH ROW EXECUTE FUNCTION stamp();
INSERT INTO readings_a VALUES (1, 'a');
