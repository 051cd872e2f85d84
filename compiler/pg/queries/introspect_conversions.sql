SELECT 'pg_conversion', c.oid, 'conversion', c.connamespace, c.conname, c.conowner,
       format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %I.%I', CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END,
              n.nspname, c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding),
              fn.nspname, f.proname),
       NULL::text[], NULL::text, NULL::text
FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
JOIN pg_proc f ON f.oid = c.conproc JOIN pg_namespace fn ON fn.oid = f.pronamespace
WHERE c.connamespace IN :namespaces AND c.oid NOT IN :members_of_pg_conversion
