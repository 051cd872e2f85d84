-- $1 project, $2 tool, $3 relation, $4 revision: the last revision of another tool when its database was adopted.
INSERT INTO schemac.adopted (project, tool, relation, revision)
VALUES ($1, $2, $3, $4)
ON CONFLICT (project, relation) DO UPDATE SET tool = excluded.tool, revision = excluded.revision, adopted_at = clock_timestamp()
