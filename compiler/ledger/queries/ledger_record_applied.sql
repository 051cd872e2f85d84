-- $1 project, $2 revision, $3 parents, $4 message, $5 checksum, $6 up, $7 down, $8 has_down, $9 duration in
-- milliseconds, $10 creates, $11 drops, $12 how. Runs inside the migration's transaction.
WITH steps AS (
  DELETE FROM schemac.step WHERE project = $1::text AND revision = $2::text
), gone AS (
  DELETE FROM schemac.object
   WHERE project = $1::text AND id = ANY ($11::text[]) AND id <> ALL ($10::text[])
), made AS (
  INSERT INTO schemac.object (project, id, revision)
  SELECT DISTINCT $1::text, id, $2::text FROM unnest($10::text[]) AS id
  ON CONFLICT (project, id) DO UPDATE SET revision = excluded.revision
)
INSERT INTO schemac.migration (project, revision, parents, message, checksum, up, down, has_down, duration, creates, drops, how)
VALUES ($1::text, $2::text, $3::text[], $4::text, $5::text, $6::text, $7::text, $8::boolean,
        make_interval(secs => $9::double precision / 1000), $10::text[], $11::text[], $12::text)
