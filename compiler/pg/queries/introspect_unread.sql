-- Objects in all catalogs that introspection does not read. They are reported, so that a missing difference is not
-- taken for equality.
SELECT 'base type ' || format_type(t.oid, NULL) FROM pg_type t
WHERE t.typtype = 'b' AND t.typelem = 0 AND t.typnamespace IN :namespaces AND t.oid NOT IN :members_of_pg_type
UNION ALL
SELECT format('shell type %I.%I', n.nspname, t.typname) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE NOT t.typisdefined AND t.typnamespace IN :namespaces AND t.oid NOT IN :members_of_pg_type
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
UNION ALL
SELECT 'large objects, ' || count(*) FROM pg_largeobject_metadata HAVING count(*) > 0
UNION ALL
-- ALTER … DEPENDS ON EXTENSION
SELECT format('dependence of %s on extension %I', pg_describe_object(d.classid, d.objid, d.objsubid), e.extname)
FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x'
UNION ALL
SELECT 'privileges of system objects: ' || string_agg(name, ', ' ORDER BY name) FROM (
  SELECT p.oid::regprocedure::text AS name FROM pg_proc p
  LEFT JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid AND i.objsubid = 0
  WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::regnamespace AND p.proacl IS DISTINCT FROM i.initprivs
  UNION ALL
  SELECT c.oid::regclass::text FROM pg_class c
  LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
  WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::regnamespace AND c.relacl IS DISTINCT FROM i.initprivs
) changed HAVING count(*) > 0
ORDER BY 1
