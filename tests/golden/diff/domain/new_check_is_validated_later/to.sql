CREATE DOMAIN code AS text CONSTRAINT code_long CHECK (length(VALUE) < 8) CONSTRAINT code_lower CHECK (VALUE = lower(VALUE));
COMMENT ON CONSTRAINT code_lower ON DOMAIN code IS 'no capitals';
CREATE DOMAIN unused AS integer CHECK (VALUE > 0);
CREATE TABLE t (c code);
