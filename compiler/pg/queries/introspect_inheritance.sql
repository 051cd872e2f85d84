-- Of tables and of partitioned indexes.
SELECT i.inhrelid, i.inhparent
FROM pg_inherits i
ORDER BY i.inhrelid, i.inhseqno
