-- $1 project, $2 revision, $3 direction, $4 number, $5 title, $6 checksum, $7 state, $8 batches, $9 batch_key
INSERT INTO schemac.step (project, revision, direction, number, title, checksum, state, batches, batch_key, finished_at)
VALUES ($1::text, $2::text, $3::text, $4::integer, $5::text, $6::text, $7::text, $8::bigint, $9::text,
        CASE WHEN $7::text = 'done' THEN clock_timestamp() END)
ON CONFLICT (project, revision, direction, number) DO UPDATE
   SET state = excluded.state, checksum = excluded.checksum, title = excluded.title, batches = excluded.batches,
       batch_key = excluded.batch_key, finished_at = excluded.finished_at
