-- Templates and clones that tests made. $1: what their names start with.
SELECT datname
FROM pg_catalog.pg_database
WHERE starts_with(datname::text, $1::text)
ORDER BY datname
