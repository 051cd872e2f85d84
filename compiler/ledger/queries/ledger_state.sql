-- $1 project. Everything that a command needs, in one query: layout version, applied migrations in order of
-- application (without their texts), steps of a partly applied migration. Rows of text and no JSON: a thousand
-- migrations are read before each upgrade.
SELECT 'layout' AS what, 0 AS position, max(version)::text, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM schemac.layout
UNION ALL
SELECT 'migration', m.number, m.revision, array_to_string(m.parents, ','), m.message, m.checksum, m.how,
       to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), m.applied_by,
       (extract(epoch FROM m.duration) * 1000)::bigint::text, m.has_down::text
  FROM schemac.migration m WHERE m.project = $1
UNION ALL
SELECT 'step', s.number, s.revision, s.direction, s.state, s.checksum, s.batches::text, s.batch_key, s.title, NULL, NULL
  FROM schemac.step s WHERE s.project = $1
 ORDER BY what, position, 3, 4
