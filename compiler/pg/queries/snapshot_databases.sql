-- Snapshot databases, the most recently used first; the comment holds the time.
SELECT d.datname
FROM pg_database d
WHERE d.datname LIKE 'schemac\_kept\_%'
ORDER BY shobj_description(d.oid, 'pg_database') DESC NULLS LAST, d.datname
