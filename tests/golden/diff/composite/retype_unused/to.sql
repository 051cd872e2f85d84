CREATE TYPE addr AS (street varchar(10), no bigint); COMMENT ON COLUMN addr.no IS 'number';
