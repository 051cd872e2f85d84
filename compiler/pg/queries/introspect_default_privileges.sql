-- One object for each role, namespace, class of objects and grantee: the privileges beyond, or missing from, the built-in
-- defaults (which apply where no namespace is named). For the role itself only missing privileges: it is the owner.
WITH entry AS (
  SELECT d.oid, d.defaclrole, d.defaclnamespace, d.defaclacl,
         CASE WHEN d.defaclnamespace = 0
              THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS built_in,
         concat_ws(' ', 'FOR ROLE', quote_ident(r.rolname), 'IN SCHEMA ' || quote_ident(n.nspname)) AS scope,
         CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                              WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS class
  FROM pg_default_acl d
  JOIN pg_roles r ON r.oid = d.defaclrole
  LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN :namespaces
), item AS (
  SELECT e.oid, a.grantee, a.privilege_type, a.is_grantable, true AS granted
  FROM entry e, aclexplode(e.defaclacl) a
  WHERE NOT (e.defaclnamespace = 0 AND a.grantee = e.defaclrole)
    AND (a.grantee, a.privilege_type, a.is_grantable) NOT IN
        (SELECT b.grantee, b.privilege_type, b.is_grantable FROM aclexplode(e.built_in) b)
  UNION ALL
  SELECT e.oid, b.grantee, b.privilege_type, false, false
  FROM entry e, aclexplode(e.built_in) b
  WHERE (b.grantee, b.privilege_type) NOT IN (SELECT a.grantee, a.privilege_type FROM aclexplode(e.defaclacl) a)
), change AS (
  SELECT i.oid, i.grantee, i.granted, i.is_grantable,
         string_agg(i.privilege_type, ', ' ORDER BY i.privilege_type) AS privileges
  FROM item i GROUP BY i.oid, i.grantee, i.granted, i.is_grantable
), statement AS (
  SELECT c.oid, e.scope, e.class, g.name AS grantee,
         array_agg(CASE WHEN c.granted
                        THEN format('ALTER DEFAULT PRIVILEGES %s GRANT %s ON %s TO %s%s', e.scope, c.privileges, e.class, g.name,
                                    CASE WHEN c.is_grantable THEN ' WITH GRANT OPTION' END)
                        ELSE format('ALTER DEFAULT PRIVILEGES %s REVOKE %s ON %s FROM %s', e.scope, c.privileges, e.class,
                                    g.name) END ORDER BY c.granted, c.is_grantable) AS forward,
         string_agg(CASE WHEN c.granted THEN NULL
                         ELSE format('ALTER DEFAULT PRIVILEGES %s GRANT %s ON %s TO %s', e.scope, c.privileges, e.class, g.name)
                    END, '') AS restore
  FROM change c
  JOIN entry e ON e.oid = c.oid
  LEFT JOIN pg_roles r ON r.oid = c.grantee
  CROSS JOIN LATERAL (SELECT CASE WHEN c.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) g(name)
  GROUP BY c.oid, e.scope, e.class, g.name
)
SELECT 'pg_default_acl', s.oid, 'default_privileges', 0, format('%s ON %s TO %s', s.scope, s.class, s.grantee), NULL::oid,
       s.forward[1], s.forward[2:],
       coalesce(s.restore, format('ALTER DEFAULT PRIVILEGES %s REVOKE ALL ON %s FROM %s', s.scope, s.class, s.grantee)),
       NULL::text
FROM statement s
