-- $1 views: the last successful refresh of each, and the last attempt.
SELECT wanted.view, done.finished::text, (extract(epoch FROM done.finished - done.started) * 1000)::bigint AS milliseconds,
       done.rows, done.how, done.snapshot::text, attempt.outcome AS last_outcome,
       round(extract(epoch FROM done.finished)::numeric, 3) AS finished_epoch
FROM pg_catalog.unnest($1::text[]) AS wanted(view)
CROSS JOIN LATERAL (SELECT r.outcome FROM schemac.refresh r WHERE r.view = wanted.view ORDER BY r.id DESC LIMIT 1) AS attempt
LEFT JOIN LATERAL (SELECT r.* FROM schemac.refresh r
                   WHERE r.view = wanted.view AND r.outcome = 'done' ORDER BY r.id DESC LIMIT 1) AS done ON true
