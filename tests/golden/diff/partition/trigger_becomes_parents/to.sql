CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;
CREATE TABLE readings (id integer, place text) PARTITION BY LIST (place);
CREATE TABLE readings_a PARTITION OF readings FOR VALUES IN ('a');
CREATE TRIGGER stamped BEFORE INSERT ON readings FOR EACH ROW EXECUTE FUNCTION stamp();
