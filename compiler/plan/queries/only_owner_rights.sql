-- @relation@, quoted for use in a string. Reduces the rights on a new relation to those of its owner, whatever default privileges
-- granted and revoked.
DO $rights$
DECLARE
  made CONSTANT pg_catalog.regclass := '@relation@';
  other record;
BEGIN
  FOR other IN
    SELECT DISTINCT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.grantee)) END AS role
    FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS e
    WHERE c.oid = made AND e.grantee <> c.relowner
  LOOP
    EXECUTE pg_catalog.format('REVOKE ALL ON TABLE %s FROM %s', made, other.role);
  END LOOP;
  IF (SELECT c.relacl IS NOT NULL FROM pg_catalog.pg_class c WHERE c.oid = made) THEN
    EXECUTE pg_catalog.format('GRANT ALL ON TABLE %s TO %I', made,
      (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = made));
  END IF;
END $rights$
