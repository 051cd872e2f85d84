-- Only loose members; those of a class are in introspect_operator_classes.sql. The server ties some of them to the family
-- as parts (i), others loosely (a).
WITH loose AS (
  SELECT d.classid, d.objid, d.refobjid FROM pg_depend d
  WHERE d.refclassid = 'pg_opfamily'::regclass AND d.deptype IN ('a', 'i')
    AND d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
    AND NOT EXISTS (SELECT FROM (:early_members) e WHERE e.classid = d.classid AND e.objid = d.objid)
), member AS (
  SELECT l.refobjid AS family, 1 AS sort, o.amopstrategy AS number,
         format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::regoperator,
                CASE WHEN o.amopsortfamily <> 0
                     THEN (SELECT format(' FOR ORDER BY %I.%I', n.nspname, f.opfname) FROM pg_opfamily f
                           JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily) END) AS item
  FROM loose l JOIN pg_amop o ON l.classid = 'pg_amop'::regclass AND o.oid = l.objid
  UNION ALL
  SELECT l.refobjid, 2, p.amprocnum,
         format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
  FROM loose l JOIN pg_amproc p ON l.classid = 'pg_amproc'::regclass AND p.oid = l.objid
)
SELECT 'pg_opfamily', f.oid, 'operator_family', f.opfnamespace, format('%I USING %I', f.opfname, am.amname), f.opfowner,
       format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, am.amname),
       (SELECT array_agg(format('ALTER OPERATOR FAMILY %I.%I USING %I ADD %s', n.nspname, f.opfname, am.amname, m.item)
                         ORDER BY m.sort, m.number, m.item)
        FROM member m WHERE m.family = f.oid),
       NULL, NULL
FROM pg_opfamily f
JOIN pg_namespace n ON n.oid = f.opfnamespace
JOIN pg_am am ON am.oid = f.opfmethod
WHERE f.opfnamespace IN :namespaces AND f.oid NOT IN :members_of_pg_opfamily
