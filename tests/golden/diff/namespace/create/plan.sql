-- create namespace app  [lock: none]
CREATE SCHEMA app;
ALTER SCHEMA app OWNER TO postgres;
COMMENT ON SCHEMA app IS 'the app';

-- create table app.x  [lock: none]
CREATE TABLE app.x (
  a integer
);
ALTER TABLE app.x OWNER TO postgres;

