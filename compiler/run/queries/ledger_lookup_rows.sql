-- $1 project: what the applied migrations, in order, did to tables and to rows that sources define. Only parts that
-- change such rows are sent.
SELECT revision, CASE WHEN position('[rows: ' IN up) > 0 THEN up ELSE '' END, array_to_json(drops)
FROM schemac.migration
WHERE project = $1 AND (position('[rows: ' IN up) > 0 OR drops <> '{}')
ORDER BY number
