-- Duration of the last successful refresh of every view, if there is a ledger.
SELECT DISTINCT ON (view) view, (extract(epoch FROM finished - started) * 1000)::bigint AS milliseconds
FROM schemac.refresh
WHERE outcome = 'done'
ORDER BY view, started DESC
