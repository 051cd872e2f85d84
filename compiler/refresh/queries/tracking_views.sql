-- $1 project, $2 the views that it wants tracked; replaces its former list. Returns the views of all projects.
WITH gone AS (
  DELETE FROM schemac.tracked_view WHERE project = $1 AND view <> ALL ($2::text[])
), added AS (
  INSERT INTO schemac.tracked_view SELECT $1, v FROM pg_catalog.unnest($2::text[]) AS v ON CONFLICT DO NOTHING
)
SELECT view FROM schemac.tracked_view WHERE project <> $1 UNION SELECT pg_catalog.unnest($2::text[])
