-- $1 project. All that a command needs to know at once: layout version, applied migrations in order of
-- application (without their texts), steps of a migration that is half done.
SELECT (SELECT max(version) FROM schemac.layout) AS layout,
       (SELECT coalesce(json_agg(json_build_array(
                 m.revision, array_to_string(m.parents, ','), m.message, m.checksum, m.how,
                 to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), m.applied_by,
                 (extract(epoch FROM m.duration) * 1000)::bigint, m.has_down) ORDER BY m.number), '[]')
          FROM schemac.migration m WHERE m.project = $1) AS migrations,
       (SELECT coalesce(json_agg(json_build_array(
                 s.revision, s.direction, s.number, s.state, s.checksum, s.batches, s.batch_key, s.title)
                 ORDER BY s.revision, s.direction, s.number), '[]')
          FROM schemac.step s WHERE s.project = $1) AS steps
