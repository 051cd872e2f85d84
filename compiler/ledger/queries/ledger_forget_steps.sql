-- $1 project, $2 revision
DELETE FROM schemac.step WHERE project = $1 AND revision = $2
