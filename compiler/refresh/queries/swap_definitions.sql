-- $1 views: a digest of everything except the name that a swap copies from the old view to the new one.
SELECT c.oid::bigint,
       pg_catalog.md5(concat_ws('|', c.relowner, c.relacl, c.reloptions, c.reltablespace, c.relam, c.relnamespace,
         (SELECT string_agg(r.oid::text || '.' || r.xmin::text, ',' ORDER BY r.oid) FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid),
         (SELECT string_agg(concat_ws('.', i.indexrelid, x.relname, x.reloptions, x.reltablespace, i.indisclustered, i.indisvalid),
                            ',' ORDER BY i.indexrelid)
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid),
         (SELECT string_agg(a.xmin::text, ',' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0),
         (SELECT string_agg(t.oid::text || '.' || t.xmin::text, ',' ORDER BY t.oid) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid),
         (SELECT string_agg(d.objsubid || d.description, ',' ORDER BY d.objsubid) FROM pg_catalog.pg_description d
          WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid))) AS definition
FROM pg_catalog.pg_class c
WHERE c.oid = ANY ($1::oid[])
