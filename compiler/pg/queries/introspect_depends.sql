-- The dependencies between user objects, without membership in a namespace, which the object's name shows.
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
FROM pg_depend d
WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
  AND d.refclassid <> 'pg_namespace'::regclass
