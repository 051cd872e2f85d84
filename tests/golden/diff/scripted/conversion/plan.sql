-- drop conversion public.changes  [lock: none]
DROP CONVERSION public.changes;

-- create conversion public.changes  [lock: none]
CREATE DEFAULT CONVERSION public.changes FOR 'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1;
ALTER CONVERSION public.changes OWNER TO postgres;

-- create conversion public.new_one  [lock: none]
CREATE CONVERSION public.new_one FOR 'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1;
ALTER CONVERSION public.new_one OWNER TO postgres;

-- owner, comments and privileges of conversion other.stays  [lock: none]
ALTER CONVERSION other.stays OWNER TO golden_owner;
COMMENT ON CONVERSION other.stays IS 'for old files';

-- drop conversion public.goes  [lock: none]
DROP CONVERSION public.goes;

