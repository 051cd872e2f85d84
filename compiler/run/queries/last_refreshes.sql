-- The last refresh of every view that ended well, and the last attempt.
SELECT view,
       (array_agg(finished ORDER BY id DESC) FILTER (WHERE outcome = 'done'))[1]::text AS finished,
       (array_agg((extract(epoch FROM finished - started) * 1000)::bigint ORDER BY id DESC) FILTER (WHERE outcome = 'done'))[1] AS milliseconds,
       (array_agg(rows ORDER BY id DESC) FILTER (WHERE outcome = 'done'))[1] AS rows,
       (array_agg(how ORDER BY id DESC) FILTER (WHERE outcome = 'done'))[1] AS how,
       (array_agg(snapshot::text ORDER BY id DESC) FILTER (WHERE outcome = 'done'))[1] AS snapshot,
       (array_agg(outcome ORDER BY id DESC))[1] AS last_outcome
FROM schemac.refresh
GROUP BY view
