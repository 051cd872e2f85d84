-- $1 relations. The transactions that may have written them and have not ended: a writer holds one of these locks until its
-- end. Identified by epoch and number; '?' has no number yet.
WITH held AS MATERIALIZED (
  SELECT l.locktype, l.database, l.relation, l.mode, l.transactionid, l.virtualtransaction FROM pg_catalog.pg_locks l WHERE l.granted
)
SELECT DISTINCT held.relation::bigint,
       coalesce((SELECT concat_ws('.', pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint >> 32,
                                  x.transactionid::text)
                 FROM held x
                 WHERE x.locktype = 'transactionid' AND x.mode = 'ExclusiveLock' AND x.virtualtransaction = held.virtualtransaction
                 ORDER BY pg_catalog.age(x.transactionid) DESC LIMIT 1), '?') AS transaction
FROM held
WHERE held.locktype = 'relation' AND held.mode IN ('RowExclusiveLock', 'AccessExclusiveLock')
  AND held.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  AND held.relation = ANY ($1::oid[])
