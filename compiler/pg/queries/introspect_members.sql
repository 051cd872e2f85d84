-- Objects that belong to an extension: a dependency on one is a dependency on the extension.
SELECT d.classid, d.objid, d.refobjid
FROM pg_depend d
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.objid >= 16384
