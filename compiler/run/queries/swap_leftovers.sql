-- What a swap built beside and did not bring in, because it was cut off: told by its comment. Readers first.
SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS keyword, n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')
  AND pg_catalog.obj_description(c.oid, 'pg_class') LIKE 'schemac builds this beside %'
ORDER BY c.oid DESC
