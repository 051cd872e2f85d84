-- One row for each privilege, and one without grantee for each object with any explicit privileges. Grantee 0 is PUBLIC,
-- grantor 0 the owner. By default an owner has all privileges on the whole object: rows of the owner state missing
-- privileges (revoked) and privileges on single columns.
SELECT o.class, o.oid, o.subid, a.grantee, lower(a.privilege_type), a.is_grantable,
       CASE WHEN a.grantor <> o.owner THEN a.grantor ELSE 0 END, a.grantee = o.owner, coalesce(a.revoked, false)
FROM (
  SELECT 'pg_class', oid, 0, relowner, relacl, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" FROM pg_class
  WHERE relacl IS NOT NULL AND relnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_class', t.attrelid, t.attnum, c.relowner, t.attacl, 'c' FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
  WHERE t.attacl IS NOT NULL AND NOT t.attisdropped AND c.relnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_namespace', oid, 0, nspowner, nspacl, 'n' FROM pg_namespace WHERE nspacl IS NOT NULL AND oid IN :namespaces
  UNION ALL
  SELECT 'pg_proc', oid, 0, proowner, proacl, 'f' FROM pg_proc WHERE proacl IS NOT NULL AND pronamespace IN :namespaces
  UNION ALL
  SELECT 'pg_type', oid, 0, typowner, typacl, 'T' FROM pg_type WHERE typacl IS NOT NULL AND typnamespace IN :namespaces
  UNION ALL
  SELECT 'pg_language', oid, 0, lanowner, lanacl, 'l' FROM pg_language WHERE lanacl IS NOT NULL AND oid >= 16384
  UNION ALL
  SELECT 'pg_foreign_data_wrapper', oid, 0, fdwowner, fdwacl, 'F' FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
  UNION ALL
  SELECT 'pg_foreign_server', oid, 0, srvowner, srvacl, 'S' FROM pg_foreign_server WHERE srvacl IS NOT NULL
) o(class, oid, subid, owner, acl, kind)
LEFT JOIN LATERAL (
  SELECT e.grantee, e.privilege_type, e.is_grantable, e.grantor, false AS revoked
  FROM aclexplode(o.acl) e WHERE e.grantee <> o.owner OR o.subid <> 0
  UNION ALL
  SELECT d.grantee, d.privilege_type, false, o.owner, true
  FROM aclexplode(acldefault(o.kind, o.owner)) d
  WHERE o.subid = 0 AND d.grantee = o.owner
    AND NOT EXISTS (SELECT FROM aclexplode(o.acl) e WHERE e.grantee = o.owner AND e.privilege_type = d.privilege_type)
) a ON true
