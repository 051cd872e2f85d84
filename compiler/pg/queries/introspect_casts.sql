SELECT 'pg_cast', c.oid, 'cast', 0, format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
       NULL::oid,
       format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
              CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
                                WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
              CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END),
       NULL::text[], NULL::text, NULL::text
FROM pg_cast c
WHERE c.oid >= 16384 AND c.oid NOT IN :members_of_pg_cast
  -- from a range to its multirange
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
