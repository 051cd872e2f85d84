-- Which of the tables are there that make a ledger; the others are used without one as well.
SELECT c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'schemac' AND c.relname IN ('layout', 'migration', 'step', 'object')
 ORDER BY c.relname
