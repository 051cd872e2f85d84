-- Columns of every ordinary and partitioned table, which of them have a default, identity or generation expression, and
-- which have a type with time zone (also as a domain or array).
WITH RECURSIVE zoned AS (
  SELECT t.oid FROM pg_catalog.pg_type t
  WHERE t.oid IN ('pg_catalog.timestamptz'::pg_catalog.regtype, 'pg_catalog.timetz'::pg_catalog.regtype)
  UNION
  SELECT t.oid FROM pg_catalog.pg_type t JOIN zoned z ON t.typbasetype = z.oid OR (t.typelem = z.oid AND t.typcategory = 'A')
)
SELECT n.nspname, c.relname, a.attname,
       a.atthasdef OR a.attidentity <> '' AS optional,
       CASE WHEN a.atthasdef OR a.attidentity <> ''
            THEN pg_catalog.pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) END AS sequence,
       a.atttypid IN (SELECT z.oid FROM zoned z) AS zoned
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'schemac')
ORDER BY n.nspname, c.relname, a.attnum
