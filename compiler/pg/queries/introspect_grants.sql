-- One row for each privilege that is not the owner's own, and one without grantee for each object that has any
-- privileges set at all. Grantee 0 is PUBLIC.
SELECT o.class, o.oid, o.subid, a.grantee, lower(a.privilege_type), a.is_grantable
FROM (
  SELECT 'pg_class', oid, 0, relowner, relacl FROM pg_class
  WHERE relacl IS NOT NULL AND relnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_class', t.attrelid, t.attnum, c.relowner, t.attacl FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
  WHERE t.attacl IS NOT NULL AND NOT t.attisdropped AND c.relnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_namespace', oid, 0, nspowner, nspacl FROM pg_namespace WHERE nspacl IS NOT NULL AND oid IN :namespaces
  UNION ALL
  SELECT 'pg_proc', oid, 0, proowner, proacl FROM pg_proc WHERE proacl IS NOT NULL AND pronamespace IN :namespaces
  UNION ALL
  SELECT 'pg_type', oid, 0, typowner, typacl FROM pg_type WHERE typacl IS NOT NULL AND typnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_language', oid, 0, lanowner, lanacl FROM pg_language WHERE lanacl IS NOT NULL AND oid >= 16384
  UNION ALL
  SELECT 'pg_foreign_data_wrapper', oid, 0, fdwowner, fdwacl FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
  UNION ALL
  SELECT 'pg_foreign_server', oid, 0, srvowner, srvacl FROM pg_foreign_server WHERE srvacl IS NOT NULL
) o(class, oid, subid, owner, acl)
LEFT JOIN LATERAL aclexplode(o.acl) a ON a.grantee <> o.owner
