-- Every view and materialized view, with the properties that decide how it can be refreshed.
--
-- pg_relation_size is not used: it would wait for a running plain REFRESH of the view.
WITH taken AS MATERIALIZED (
  SELECT relation FROM pg_catalog.pg_locks
  WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
)
SELECT c.oid::bigint, c.relkind::text, n.nspname, c.relname, c.relispopulated,
       greatest(c.reltuples, 0)::bigint AS rows,
       CASE WHEN c.relkind <> 'm' THEN 0
            WHEN c.oid IN (SELECT relation FROM taken)
            THEN c.relpages::bigint * pg_catalog.current_setting('block_size')::bigint
            ELSE coalesce(pg_catalog.pg_relation_size(c.oid), 0) END AS bytes,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       -- What REFRESH … CONCURRENTLY accepts: unique, valid, not deferrable, on plain columns, over all rows.
       EXISTS (SELECT FROM pg_catalog.pg_index i
               WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                 AND i.indpred IS NULL AND i.indexprs IS NULL) AS concurrently_possible
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
  -- Without the views that a running swap builds.
  AND coalesce(pg_catalog.obj_description(c.oid, 'pg_class') NOT LIKE 'schemac builds this beside %', true)
ORDER BY n.nspname, c.relname
