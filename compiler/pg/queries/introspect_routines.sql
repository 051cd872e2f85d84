SELECT p.oid, p.prokind, p.pronamespace, p.proname, p.proowner,
       (SELECT string_agg(format_type(a.t, NULL), ', ' ORDER BY a.n) FROM unnest(p.proargtypes) WITH ORDINALITY a(t, n)),
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, pg_get_function_result(p.oid),
       pg_get_function_arguments(p.oid), l.lanname, :sql_body, p.provolatile
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace IN :namespaces AND p.oid NOT IN :members_of_pg_proc
  -- the constructors of range types
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
