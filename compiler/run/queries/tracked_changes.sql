-- $1 transactions to look for. For each tracked table the newest logged transaction, and those of $1 that wrote it; relation 0
-- is the sentinel.
SELECT relation::bigint, max(transaction)::text AS newest,
       string_agg(transaction::text, ' ') FILTER (WHERE transaction = ANY ($1::xid8[])) AS found
FROM schemac.change
GROUP BY relation
