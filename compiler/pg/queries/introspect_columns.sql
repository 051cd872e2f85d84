-- Attributes are null if they have the default; nearly all do.
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, nullif(a.attnotnull, false),
       nullif(a.attislocal, true), d.oid, pg_get_expr(d.adbin, d.adrelid), nullif(a.attgenerated, ''),
       nullif(a.attidentity, ''),
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname)
                  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = a.attcollation) END,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
       :compression, nullif(a.attstattarget, -1), a.attoptions, a.attfdwoptions
FROM pg_attribute a
JOIN pg_class r ON r.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
  AND r.relpersistence <> 't' AND r.relnamespace IN :namespaces
