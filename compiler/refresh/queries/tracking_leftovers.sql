-- Statements that drop what no trigger uses: sequences, and the log of changes that triggers of earlier versions wrote.
SELECT pg_catalog.format('DROP SEQUENCE %I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'schemac' AND c.relkind = 'S' AND c.relname LIKE 'writes\_%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
                    AND d.classid = 'pg_catalog.pg_trigger'::regclass)
UNION ALL
SELECT 'DROP FUNCTION schemac.note_change(); DROP TABLE IF EXISTS schemac.change'
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'schemac' AND p.proname = 'note_change'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgfoid = p.oid)
