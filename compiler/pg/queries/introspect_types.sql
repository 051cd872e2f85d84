-- Domains, enums and ranges; array and composite types follow from others.
SELECT t.oid, t.typtype, t.typnamespace, t.typname, t.typowner, t.typarray,
       CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) WHEN 'r' THEN format_type(r.rngsubtype, NULL) END,
       CASE WHEN c.oid <> coalesce(b.typcollation, s.typcollation)
            THEN quote_ident(cn.nspname) || '.' || quote_ident(c.collname) END,
       t.typnotnull, pg_get_expr(t.typdefaultbin, 0),
       CASE WHEN NOT o.opcdefault THEN quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END,
       nullif(r.rngcanonical::oid, 0)::regproc, nullif(r.rngsubdiff::oid, 0)::regproc, :multirange
FROM pg_type t
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_type s ON s.oid = r.rngsubtype
LEFT JOIN pg_collation c ON c.oid = CASE t.typtype WHEN 'd' THEN t.typcollation ELSE r.rngcollation END
LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
LEFT JOIN pg_opclass o ON o.oid = r.rngsubopc
LEFT JOIN pg_namespace opn ON opn.oid = o.opcnamespace
WHERE t.typtype IN ('d', 'e', 'r') AND t.typnamespace IN :namespaces AND t.oid NOT IN :members_of_pg_type
