-- Foreign keys that are checked at once: the referenced table must be filled first, or the key must be deferred.
SELECT n.nspname, c.relname, rn.nspname AS referenced_namespace, r.relname AS referenced, k.conname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
WHERE k.contype = 'f' AND NOT k.condeferrable
ORDER BY n.nspname, c.relname, k.conname
