-- $1 project. Views that are still empty stay recorded.
DELETE FROM schemac.populated_view noted
WHERE noted.project = $1
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.relkind = 'm' AND NOT c.relispopulated AND n.nspname = noted.namespace AND c.relname = noted.name)
