-- $1 project. The materialized views that hold something now, to those that an upgrade which was cut off had noted.
INSERT INTO schemac.populated_view (project, namespace, name)
SELECT $1, n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'm' AND c.relispopulated
ON CONFLICT DO NOTHING
