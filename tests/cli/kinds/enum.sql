CREATE TYPE mood AS ENUM ('sad','ok');
COMMENT ON TYPE mood IS 'm';
GRANT USAGE ON TYPE mood TO reader;
CREATE TABLE t (a mood DEFAULT 'ok', b mood[]);
