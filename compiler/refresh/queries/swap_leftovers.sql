-- Views that an interrupted swap built and did not swap in, recognized by their comment. Readers first.
SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS keyword, n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')
  AND pg_catalog.obj_description(c.oid, 'pg_class') LIKE 'schemac builds this beside %'
ORDER BY c.oid DESC
