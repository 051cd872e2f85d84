-- Kinds that the tool does not read; told, so that nobody takes silence for equality.
SELECT 'base type ' || format_type(t.oid, NULL) FROM pg_type t
WHERE t.typtype = 'b' AND t.typelem = 0 AND t.typnamespace IN :namespaces AND t.oid NOT IN :members_of_pg_type
UNION ALL
SELECT format('conversion %I.%I', n.nspname, c.conname) FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE c.connamespace IN :namespaces AND c.oid NOT IN :members_of_pg_conversion
UNION ALL
SELECT format('transform for %s language %I', format_type(t.trftype, NULL), l.lanname)
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE t.oid >= 16384 AND t.oid NOT IN :members_of_pg_transform
UNION ALL
SELECT format('access method %I', a.amname) FROM pg_am a WHERE a.oid >= 16384 AND a.oid NOT IN :members_of_pg_am
UNION ALL
SELECT format('subscription %I', s.subname) FROM pg_subscription s
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT DISTINCT 'security labels of provider ' || l.provider FROM pg_seclabel l
ORDER BY 1
