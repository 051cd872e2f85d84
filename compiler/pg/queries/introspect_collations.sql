SELECT 'pg_collation', c.oid, 'collation', c.collnamespace, c.collname, c.collowner,
       format('CREATE COLLATION %I.%I (%s)', n.nspname, c.collname, concat_ws(', ',
         'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
         CASE WHEN c.collprovider <> 'c' THEN 'locale = ' || quote_literal(:collation_locale)
              WHEN c.collcollate = c.collctype THEN 'locale = ' || quote_literal(c.collcollate)
              ELSE format('lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END,
         CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END,
         'rules = ' || quote_literal(:collation_rules))),
       NULL::text[], NULL::text, NULL::text
FROM pg_collation c
JOIN pg_namespace n ON n.oid = c.collnamespace
WHERE c.collnamespace IN :namespaces AND c.oid NOT IN :members_of_pg_collation
