-- Which parts of the ledger exist, and what this role may do with them. (to_regclass fails for roles without USAGE on the schema.)
SELECT coalesce(bool_or(c.relname = 'refresh'), false) AS ledger,
       coalesce(bool_or(c.relname = 'refresh' AND may.read), false) AS history,
       coalesce(bool_or(c.relname = 'refresh' AND may.read AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
                        AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')), false) AS may_record,
       coalesce(bool_or(c.relname = 'tracked_view' AND may.read), false) AS tracking
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                           AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS read) AS may
WHERE n.nspname = 'schemac' AND c.relname IN ('refresh', 'tracked_view')
