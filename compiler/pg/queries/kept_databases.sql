-- Databases kept as templates, the one used last first; the comment says when.
SELECT d.datname
FROM pg_database d
WHERE d.datname LIKE 'schemac\_kept\_%'
ORDER BY shobj_description(d.oid, 'pg_database') DESC NULLS LAST, d.datname
