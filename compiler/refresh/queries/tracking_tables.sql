-- $1 relations that tracked views read. The tables that need the trigger (these and every table above them in an inheritance
-- or partition tree), and those that already have a trigger of that name.
WITH RECURSIVE needed AS (
  SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1::oid[]) AND c.relkind IN ('r', 'p') AND c.oid >= 16384
  UNION
  SELECT i.inhparent FROM needed n JOIN pg_catalog.pg_inherits i ON i.inhrelid = n.oid
),
present AS (
  SELECT t.tgrelid AS oid FROM pg_catalog.pg_trigger t WHERE t.tgname = 'schemac_note_change'
)
SELECT c.oid::bigint, n.nspname, c.relname, needed.oid IS NOT NULL AS needed
FROM needed FULL JOIN present ON present.oid = needed.oid
JOIN pg_catalog.pg_class c ON c.oid = coalesce(needed.oid, present.oid)
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY 2, 3
