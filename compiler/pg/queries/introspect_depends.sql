-- The edges between objects of users. Membership in a namespace is left out: the object's name says it.
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
FROM pg_depend d
WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
  AND d.refclassid <> 'pg_namespace'::regclass
