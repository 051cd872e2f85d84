-- $1 key: is the lock still this session's? A pooler in transaction mode gives each transaction any server session.
SELECT pg_backend_pid() AS pid,
       EXISTS (SELECT FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted AND l.objsubid = 1
                  AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint) AS held
