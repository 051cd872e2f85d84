-- Checks, before anything is tried, what would prevent writing here. may_record: null if there is no ledger yet.
SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only,
       (SELECT bool_and(has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'DELETE'))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'schemac' AND c.relname IN ('migration', 'step', 'object', 'populated_view')) AS may_record
