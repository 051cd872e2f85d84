-- $1 project, $2 revision. Runs inside the transaction of the down part.
WITH steps AS (
  DELETE FROM schemac.step WHERE project = $1::text AND revision = $2::text
), migration AS (
  DELETE FROM schemac.migration WHERE project = $1::text AND revision = $2::text RETURNING creates, drops
), gone AS (
  DELETE FROM schemac.object o USING migration m
   WHERE o.project = $1::text AND o.id = ANY (m.creates) AND o.id <> ALL (m.drops)
)
INSERT INTO schemac.object (project, id, revision)
SELECT DISTINCT $1::text, id, '' FROM migration m, unnest(m.drops) AS id
ON CONFLICT (project, id) DO NOTHING
