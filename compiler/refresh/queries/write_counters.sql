-- The tables whose writes are counted correctly: always, by every statement, on a sequence that gives each writer the next
-- number at once and survives a crash. A counter that was replaced, disabled or altered in between has another identity.
SELECT t.tgrelid::bigint AS relation,
       concat_ws('.', t.oid::text, t.xmin::text, q.oid::text, q.relfilenode::text, s.xmin::text) AS identity,
       coalesce(pg_catalog.pg_sequence_last_value(q.oid), 0) AS writes,
       EXISTS (SELECT FROM pg_catalog.aclexplode(q.relacl) g WHERE g.grantee = 0 AND g.privilege_type = 'USAGE') AS for_all
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_trigger'::regclass AND d.objid = t.oid
 AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'n'
JOIN pg_catalog.pg_class q ON q.oid = d.refobjid AND q.relkind = 'S' AND q.relpersistence = 'p'
JOIN pg_catalog.pg_sequence s ON s.seqrelid = q.oid AND s.seqincrement = 1 AND s.seqcache = 1 AND NOT s.seqcycle
WHERE t.tgname = 'schemac_note_change' AND t.tgenabled = 'A' AND t.tgtype = 62
  AND pg_catalog.pg_get_expr(t.tgqual, t.tgrelid) = pg_catalog.format('(nextval(%L::regclass) IS NULL)', q.oid::regclass::text)
  AND pg_catalog.has_sequence_privilege(q.oid, 'USAGE')
