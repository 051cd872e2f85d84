-- $1 key. Never waits: a session that waits inside pg_advisory_lock holds a snapshot that CREATE INDEX CONCURRENTLY
-- of the lock's holder waits for.
SELECT pg_try_advisory_lock($1::bigint) AS locked, pg_backend_pid() AS pid
