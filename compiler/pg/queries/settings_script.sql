-- While the tool runs SQL texts of files, over the connection's own settings: the tool and the server cut a text into the
-- same statements, and what it makes is the same in a proof, in psql and in upgrade.
SET standard_conforming_strings = on;
SET array_nulls = on;
SET transform_null_equals = off;
SET check_function_bodies = on;
SET default_tablespace = '';
SET default_table_access_method = 'heap'
