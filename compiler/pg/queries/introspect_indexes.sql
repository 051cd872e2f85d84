-- All indexes except those of constraints.
SELECT c.oid, i.indrelid, c.relname, pg_get_indexdef(c.oid), am.amname, i.indisunique, :nulls_not_distinct,
       i.indkey, i.indnkeyatts, i.indpred IS NOT NULL, c.reloptions, s.spcname, i.indisvalid,
       i.indisclustered,
       CASE WHEN i.indexprs IS NOT NULL
            THEN (SELECT array_agg(a.attnum || '=' || a.attstattarget) FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attstattarget >= 0) END
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
WHERE c.relnamespace IN :namespaces AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
