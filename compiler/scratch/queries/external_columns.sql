-- Columns of a relation, then its keys, in the form of CREATE TABLE.
SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), 'column' AS what, a.attnum AS place
FROM pg_attribute a
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT pg_get_constraintdef(c.oid), 'key', 10000 + row_number() OVER (ORDER BY c.conname)
FROM pg_constraint c
WHERE c.conrelid = to_regclass($1) AND c.contype IN ('p', 'u')
ORDER BY place
