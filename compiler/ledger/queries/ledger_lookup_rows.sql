-- $1 project: the applied migrations in order, with the tables that they dropped. The up part is sent only where it changes
-- lookup rows.
SELECT revision, CASE WHEN position('[rows: ' IN up) > 0 THEN up ELSE '' END, array_to_json(drops)
FROM schemac.migration
WHERE project = $1 AND (position('[rows: ' IN up) > 0 OR drops <> '{}')
ORDER BY number
