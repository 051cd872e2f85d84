-- $1 project. Adds the materialized views that are populated now to those that an interrupted upgrade recorded.
INSERT INTO schemac.populated_view (project, namespace, name)
SELECT $1, n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'm' AND c.relispopulated
ON CONFLICT DO NOTHING
