-- Columns of a constraint, or of a unique index without a constraint.
SELECT a.attname
FROM pg_catalog.pg_class t
JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.conname = $3
JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (k.conkey)
WHERE n.nspname = $1 AND t.relname = $2
UNION
SELECT a.attname
FROM pg_catalog.pg_class t
JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_class i ON i.relnamespace = n.oid AND i.relname = $3
JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid AND x.indrelid = t.oid
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = i.oid
  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = t.oid
JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE n.nspname = $1 AND t.relname = $2
