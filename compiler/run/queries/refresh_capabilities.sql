-- What of the ledger this role can use. (to_regclass is an error for whoever may not use the schema.)
SELECT coalesce(bool_or(c.relname = 'refresh'), false) AS history, coalesce(bool_or(c.relname = 'change'), false) AS log
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'schemac' AND c.relname IN ('refresh', 'change')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
