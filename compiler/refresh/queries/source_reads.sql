-- The database's objects for the relations and functions that sources name, by schema.
SELECT c.oid::bigint, false AS is_function, n.nspname, c.relname AS name
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN (SELECT DISTINCT * FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS u(namespace, name)) AS wanted
  ON wanted.namespace = n.nspname AND wanted.name = c.relname
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
UNION ALL
SELECT p.oid::bigint, true, n.nspname,
       pg_catalog.quote_ident(p.proname) || '(' || coalesce(
         (SELECT pg_catalog.string_agg(pg_catalog.format_type(a.t, NULL), ', ' ORDER BY a.n)
          FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY a(t, n)), '') || ')'
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($3::text[])
