INSERT INTO schemac.refresh (project, view, started, finished, rows, how, snapshot, outcome)
VALUES ($1, $2, clock_timestamp() - $3::bigint * interval '1 millisecond', clock_timestamp(), $4::bigint, 'swap', $5::jsonb, 'done')
