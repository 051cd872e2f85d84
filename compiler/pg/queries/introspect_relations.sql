-- Tables of all sorts, views, materialized views, sequences, composite types.
SELECT c.oid, c.relkind, c.relnamespace, c.relname, c.relowner, c.reltype, c.relpersistence = 'u',
       c.reloptions, toast.reloptions, s.spcname, CASE WHEN am.amname <> 'heap' THEN am.amname END,
       c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
       CASE WHEN c.relreplident = 'i' THEN (SELECT ic.relname FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                                            WHERE i.indrelid = c.oid AND i.indisreplident) END,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
       c.relispopulated,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END
FROM pg_class c
LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND c.relpersistence <> 't'
  AND c.relnamespace IN :namespaces AND c.oid NOT IN :members_of_pg_class
  -- An extension owns the type, not the relation behind it.
  AND NOT (c.relkind = 'c' AND c.reltype IN :members_of_pg_type)
  -- For a composite type, the type is the extension's member.
  AND (c.relkind <> 'c' OR c.reltype NOT IN :members_of_pg_type)
