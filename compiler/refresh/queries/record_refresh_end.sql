-- $7 milliseconds, if other work ran between start and end.
UPDATE schemac.refresh
SET started = coalesce(clock_timestamp() - $7::bigint * interval '1 millisecond', started),
    finished = clock_timestamp(), rows = $2::bigint, how = $3, snapshot = $4::jsonb, outcome = $5, error = $6
WHERE id = $1::bigint
