-- build materialized view public.m beside the old one  [lock: none, commit]
CREATE MATERIALIZED VIEW public.m__new AS
 SELECT t.id,
    t.name,
    (t.qty + 1) AS qty
   FROM public.t;
ALTER MATERIALIZED VIEW public.m__new OWNER TO postgres;
DO $rights$
DECLARE
  made CONSTANT pg_catalog.regclass := 'public.m__new';
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
END $rights$;
CREATE INDEX m_q__new ON public.m__new USING btree (qty);

-- swap in materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.o AS
 SELECT m__new.id
   FROM (public.m__new
     JOIN public.t ON ((t.id = m__new.id)));
DO $rights$
DECLARE
  former CONSTANT pg_catalog.regclass := 'public.m';
  made CONSTANT pg_catalog.regclass := 'public.m__new';
  caller CONSTANT text := current_user;
  entry record;
BEGIN
  IF true AND (SELECT count(DISTINCT c.relowner) > 1 FROM pg_catalog.pg_class c WHERE c.oid IN (former, made)) THEN
    EXECUTE pg_catalog.format('ALTER TABLE %s OWNER TO %I', made,
      (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = former));
  END IF;
  IF (SELECT count(DISTINCT list.rights) = 1
      FROM pg_catalog.pg_class c
      CROSS JOIN LATERAL (
        SELECT coalesce(pg_catalog.string_agg(pg_catalog.concat_ws('/', a.attname, nullif(e.grantor, c.relowner)::text,
                 nullif(e.grantee, c.relowner)::text, e.privilege_type, e.is_grantable), ',' ORDER BY a.attname, e.privilege_type,
                 e.grantee = c.relowner, e.grantee, e.grantor), '') AS rights
        FROM (SELECT '' AS attname, coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner)) AS acl
              UNION ALL
              SELECT t.attname, t.attacl FROM pg_catalog.pg_attribute t
              WHERE t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped) AS a
        CROSS JOIN LATERAL pg_catalog.aclexplode(a.acl) AS e) AS list
      WHERE c.oid IN (former, made)) THEN
    RETURN;
  END IF;
  FOR entry IN
    SELECT DISTINCT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.grantee)) END AS role
    FROM pg_catalog.pg_class c
    CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) AS e
    WHERE c.oid = made
  LOOP
    EXECUTE pg_catalog.format('REVOKE ALL ON TABLE %s FROM %s CASCADE', made, entry.role);
  END LOOP;
  FOR entry IN
    SELECT e.privilege_type || coalesce(' (' || pg_catalog.quote_ident(a.attname) || ')', '') AS privilege,
           CASE e.grantee WHEN 0 THEN 'PUBLIC' WHEN c.relowner THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(n.relowner))
                          ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.grantee)) END AS role,
           CASE WHEN e.is_grantable AND e.grantee <> c.relowner THEN ' WITH GRANT OPTION' ELSE '' END AS option,
           CASE WHEN e.grantor = c.relowner OR NOT pg_catalog.pg_has_role(session_user, e.grantor, 'MEMBER')
                THEN caller ELSE pg_catalog.pg_get_userbyid(e.grantor)::text END AS grantor
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_class n ON n.oid = made
    CROSS JOIN LATERAL (
      SELECT 0 AS attnum, NULL::text AS attname, coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner)) AS acl
      UNION ALL
      SELECT t.attnum, t.attname, t.attacl FROM pg_catalog.pg_attribute t
      JOIN pg_catalog.pg_attribute s ON s.attrelid = n.oid AND s.attname = t.attname
      WHERE t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped) AS a
    CROSS JOIN LATERAL pg_catalog.aclexplode(a.acl) WITH ORDINALITY AS e(grantor, grantee, privilege_type, is_grantable, place)
    WHERE c.oid = former
    ORDER BY a.attnum, e.place
  LOOP
    IF entry.grantor <> caller THEN EXECUTE pg_catalog.format('SET LOCAL ROLE %I', entry.grantor); END IF;
    EXECUTE pg_catalog.format('GRANT %s ON TABLE %s TO %s%s', entry.privilege, made, entry.role, entry.option);
    IF entry.grantor <> caller THEN EXECUTE pg_catalog.format('SET LOCAL ROLE %I', caller); END IF;
  END LOOP;
END $rights$;
DROP MATERIALIZED VIEW public.m;
ALTER MATERIALIZED VIEW public.m__new RENAME TO m;
ALTER INDEX public.m_q__new RENAME TO m_q;

