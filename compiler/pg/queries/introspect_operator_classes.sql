-- A member belongs to the class if the server says so, or if it was added to the family before the class existed. The
-- members that the class of a type needs (in btree and hash: function 1 and the operators, on two values of the type)
-- belong to the class if it existed when they were added, else to the family. Both orders are read alike.
WITH part AS (
  SELECT d.classid, d.objid, d.refobjid, false AS early FROM pg_depend d
  WHERE d.refclassid = 'pg_opclass'::regclass AND d.deptype IN ('a', 'i')
    AND d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
  UNION ALL
  SELECT e.classid, e.objid, e.class, true FROM (:early_members) e
), member AS (
  SELECT l.refobjid AS class, l.early, 1 AS sort, o.amopstrategy AS number,
         format('OPERATOR %s (%s, %s)', o.amopstrategy, format_type(o.amoplefttype, NULL),
                format_type(o.amoprighttype, NULL)) AS place,
         format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::regoperator,
                CASE WHEN o.amopsortfamily <> 0
                     THEN (SELECT format(' FOR ORDER BY %I.%I', n.nspname, f.opfname) FROM pg_opfamily f
                           JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily) END) AS item
  FROM part l JOIN pg_amop o ON l.classid = 'pg_amop'::regclass AND o.oid = l.objid
  UNION ALL
  SELECT l.refobjid, l.early, 2, p.amprocnum,
         format('FUNCTION %s (%s, %s)', p.amprocnum, format_type(p.amproclefttype, NULL),
                format_type(p.amprocrighttype, NULL)),
         format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
  FROM part l JOIN pg_amproc p ON l.classid = 'pg_amproc'::regclass AND p.oid = l.objid
)
SELECT 'pg_opclass', c.oid, 'operator_class', c.opcnamespace, format('%I USING %I', c.opcname, am.amname), c.opcowner,
       format('CREATE OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I FAMILY %I.%I AS %s', n.nspname, c.opcname,
              CASE WHEN c.opcdefault THEN 'DEFAULT ' END, format_type(c.opcintype, NULL), am.amname, fn.nspname, f.opfname,
              concat_ws(', ',
                (SELECT string_agg(m.item, ', ' ORDER BY m.sort, m.number, m.item) FROM member m WHERE m.class = c.oid),
                CASE WHEN c.opckeytype <> 0 OR NOT EXISTS (SELECT FROM member m WHERE m.class = c.oid)
                     THEN 'STORAGE ' || format_type(CASE WHEN c.opckeytype <> 0 THEN c.opckeytype ELSE c.opcintype END, NULL)
                END)),
       NULL::text[],
       -- The server would leave them to the family.
       (SELECT format('DO %L', format('BEGIN DROP OPERATOR CLASS %I.%I USING %I; ALTER OPERATOR FAMILY %I.%I USING %I DROP %s; END',
                                      n.nspname, c.opcname, am.amname, fn.nspname, f.opfname, am.amname,
                                      string_agg(m.place, ', ' ORDER BY m.sort, m.number, m.place)))
        FROM member m WHERE m.class = c.oid AND m.early HAVING count(*) > 0),
       NULL::text
FROM pg_opclass c
JOIN pg_namespace n ON n.oid = c.opcnamespace
JOIN pg_am am ON am.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily
JOIN pg_namespace fn ON fn.oid = f.opfnamespace
WHERE c.opcnamespace IN :namespaces AND c.oid NOT IN :members_of_pg_opclass
