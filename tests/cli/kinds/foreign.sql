CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE FOREIGN TABLE ft (a int OPTIONS (column_name 'aa') NOT NULL, b text, CHECK (a > 0)) SERVER far OPTIONS (table_name 'x');
COMMENT ON FOREIGN TABLE ft IS 'f';
GRANT SELECT ON ft TO reader;
CREATE FOREIGN DATA WRAPPER mine VALIDATOR postgresql_fdw_validator;
COMMENT ON SERVER far IS 's';
