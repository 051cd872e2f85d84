-- $1 views to drop, $2 plain views that stay: other objects that depend on one of $1 by identity. Runs when the new views
-- exist beside the old ones; a name in a string ('v'::regclass) still means the old one there.
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid
WHERE (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = ANY ($1::oid[]) OR t.typrelid = ANY ($1::oid[]))
  AND NOT r.ev_class = ANY ($1::oid[] || $2::oid[])
ORDER BY 1
LIMIT 1
