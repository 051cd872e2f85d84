CREATE SCHEMA app; COMMENT ON SCHEMA app IS 'the app'; CREATE TABLE app.x (a int);
