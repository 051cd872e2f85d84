-- The system catalogs that the other results refer to.
SELECT c.oid, c.relname
FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'
