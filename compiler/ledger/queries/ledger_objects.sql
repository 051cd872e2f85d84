-- $1 project
SELECT id FROM schemac.object WHERE project = $1 ORDER BY id
