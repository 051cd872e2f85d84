-- $1 project, $2 revision: the parts of an applied migration.
SELECT up, down, array_to_json(creates), array_to_json(drops) FROM schemac.migration WHERE project = $1 AND revision = $2
