-- Read edges: views through their _RETURN rule, functions with SQL bodies through their own dependencies. The result is
-- (reader, object read); each is an oid and whether it is a function. An operator counts as its function.
SELECT DISTINCT r.ev_class::bigint AS reader, false AS reader_is_function,
       coalesce(o.oprcode::oid, d.refobjid)::bigint AS read,
       d.refclassid <> 'pg_catalog.pg_class'::regclass AS read_is_function
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relkind IN ('v', 'm')
LEFT JOIN pg_catalog.pg_operator o ON d.refclassid = 'pg_catalog.pg_operator'::regclass AND o.oid = d.refobjid
WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass
  AND d.refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
  AND (d.refobjid <> r.ev_class OR d.refclassid <> 'pg_catalog.pg_class'::regclass) AND r.rulename = '_RETURN'
UNION ALL
SELECT DISTINCT d.objid::bigint, true, coalesce(o.oprcode::oid, d.refobjid)::bigint,
       d.refclassid <> 'pg_catalog.pg_class'::regclass
FROM pg_catalog.pg_depend d
LEFT JOIN pg_catalog.pg_operator o ON d.refclassid = 'pg_catalog.pg_operator'::regclass AND o.oid = d.refobjid
WHERE d.classid = 'pg_catalog.pg_proc'::regclass
  AND d.refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
  AND d.deptype = 'n' AND d.objid <> d.refobjid
UNION ALL
-- A partitioned or inherited table is read with all its children.
SELECT i.inhparent::bigint, false, i.inhrelid::bigint, false
FROM pg_catalog.pg_inherits i
