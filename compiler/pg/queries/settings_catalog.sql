-- For reading catalogs and the ledger, and for running generated DDL: the server prints and reads text the same everywhere,
-- creates objects where the statement says, and policies hide no rows.
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
SET intervalstyle = 'postgres';
SET extra_float_digits = 3;
SET client_encoding = 'UTF8';
SET bytea_output = 'hex';
SET xmloption = 'content';
SET lc_monetary = 'C';
SET standard_conforming_strings = on;
SET array_nulls = on;
SET transform_null_equals = off;
SET quote_all_identifiers = off;
SET check_function_bodies = off;
SET default_tablespace = '';
SET default_table_access_method = 'heap';
SET row_security = off;
SET synchronize_seqscans = off;
SET client_min_messages = warning;
SET search_path = ''
