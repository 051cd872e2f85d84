-- $1 relations that tracked views read. Tables that need the trigger (they, and every table above them in an inheritance or
-- partition tree) and don't have it as it should be, or have it and don't need it.
WITH RECURSIVE needed AS (
  SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1::oid[]) AND c.relkind IN ('r', 'p') AND c.oid >= 16384
  UNION
  SELECT i.inhparent FROM needed n JOIN pg_catalog.pg_inherits i ON i.inhrelid = n.oid
),
present AS (
  SELECT t.tgrelid AS oid,
         t.tgenabled = 'A' AND t.tgtype = 60 AND t.tgqual IS NULL
           AND t.tgfoid = pg_catalog.to_regproc('schemac.note_change') AS good
  FROM pg_catalog.pg_trigger t WHERE t.tgname = 'schemac_note_change'
)
SELECT n.nspname, c.relname, needed.oid IS NOT NULL AS needed, present.oid IS NOT NULL AS present
FROM needed FULL JOIN present ON present.oid = needed.oid
JOIN pg_catalog.pg_class c ON c.oid = coalesce(needed.oid, present.oid)
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE needed.oid IS NULL OR present.oid IS NULL OR NOT present.good
ORDER BY 1, 2
