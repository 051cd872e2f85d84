UPDATE schemac.refresh
SET finished = clock_timestamp(), rows = $2::bigint, how = $3, snapshot = $4::jsonb, outcome = $5, error = $6
WHERE id = $1::bigint
