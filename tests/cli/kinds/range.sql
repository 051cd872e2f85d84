CREATE FUNCTION d(a float8, b float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = d, multirange_type_name = fmr);
CREATE TABLE t (a fr, b fmr);
