-- $1 project, $2 revision, $3 direction, $4 number
DELETE FROM schemac.step WHERE project = $1 AND revision = $2 AND direction = $3 AND number = $4::integer
