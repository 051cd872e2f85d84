-- Scratch databases whose creator has ended: no session is connected, and none holds the lock on the name, which the
-- creator takes before the database exists. Locks are read last; if the creator connects meanwhile, the DROP fails and
-- nothing is lost.
SELECT d.datname
FROM pg_database d
WHERE d.datname LIKE 'schemac\_scratch\_%'
  AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
  AND NOT EXISTS (SELECT FROM pg_locks l
                  WHERE l.locktype = 'advisory' AND l.objsubid = 1
                    AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(d.datname::text, 0))
