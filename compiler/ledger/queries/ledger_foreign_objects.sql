-- $1 project, $2 object ids: those that another project manages.
SELECT project, id FROM schemac.object WHERE project <> $1 AND id = ANY ($2::text[]) ORDER BY id
