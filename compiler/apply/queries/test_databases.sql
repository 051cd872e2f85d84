-- Templates and clones created by tests. $1: the prefix of their names.
SELECT datname
FROM pg_catalog.pg_database
WHERE starts_with(datname::text, $1::text)
ORDER BY datname
