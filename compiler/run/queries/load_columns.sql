-- Columns of every ordinary and partitioned table, and which of them fill themselves.
SELECT n.nspname, c.relname, a.attname,
       a.atthasdef OR a.attidentity <> '' AS optional,
       CASE WHEN a.atthasdef OR a.attidentity <> ''
            THEN pg_catalog.pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) END AS sequence
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'schemac')
ORDER BY n.nspname, c.relname, a.attnum
