INSERT INTO schemac.refresh (project, view, started, finished, rows, how, snapshot, outcome, error)
VALUES ($1, $2, $3::timestamptz, clock_timestamp(), $4::bigint, $5, $6::jsonb, $7, $8)
