-- For running SQL from files, on top of the connection's own settings: schemac and the server split a text into the same
-- statements, and its result is the same in a proof, in psql and in upgrade.
SET standard_conforming_strings = on;
SET array_nulls = on;
SET transform_null_equals = off;
SET check_function_bodies = on;
SET default_tablespace = '';
SET default_table_access_method = 'heap'
