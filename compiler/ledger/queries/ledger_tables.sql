-- Which of the tables that form a ledger exist; the others are also used without a ledger.
SELECT c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'schemac' AND c.relname IN ('layout', 'migration', 'step', 'object')
 ORDER BY c.relname
