-- Planner's row estimate and size of every object with storage. Sizes come from pg_class, not from pg_relation_size: no file
-- is read, so a database of thousands of tables answers in milliseconds.
SELECT c.relkind::text, n.nspname, t.relname AS table_name, c.relname,
       greatest(c.reltuples, 0)::bigint AS rows,
       c.relpages::bigint * current_setting('block_size')::bigint AS bytes
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
WHERE c.relkind IN ('r', 'm', 'i', 'p')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'schemac')
