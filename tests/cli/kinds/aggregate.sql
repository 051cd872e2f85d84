CREATE FUNCTION st(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE AGGREGATE agg (int) (SFUNC = st, STYPE = int, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE cnt (*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE os (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
COMMENT ON AGGREGATE agg(int) IS 'a';
