-- $1 process ids that do not count. What counters and logs belong to, and whether the counters can be believed at this
-- moment: counting is on for everybody; nobody was active so lately that changes may not have been counted yet (a session
-- reports when it goes idle, at the latest ten seconds after; one whose state is hidden may be busy). After a crash all
-- counters start again, without a trace but in the time of reset of the server's own.
SELECT pg_catalog.pg_postmaster_start_time()::text AS started,
       (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) || '/' || d.oid::text AS system,
       concat_ws(' ', (SELECT s.stats_reset FROM pg_catalog.pg_stat_database s WHERE s.datid = d.oid),
                 (SELECT a.stats_reset FROM pg_catalog.pg_stat_archiver a),
                 (SELECT b.stats_reset FROM pg_catalog.pg_stat_bgwriter b)) AS stats_reset,
       current_setting('track_counts')::boolean
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) AS setting
                         WHERE setting ILIKE 'track_counts=%')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p, pg_catalog.unnest(p.proconfig) AS setting
                         WHERE setting ILIKE 'track_counts=%') AS counting,
       (SELECT count(*) FROM pg_catalog.pg_stat_activity a
        WHERE a.datid = d.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.pid <> ALL ($1::integer[])
          AND (a.backend_type IS NULL
               OR a.backend_type NOT IN ('autovacuum worker', 'autovacuum launcher', 'parallel worker', 'walsender'))
          AND (a.state IS NULL OR a.state <> 'idle' OR a.state_change > clock_timestamp() - interval '15 seconds'))::bigint AS busy,
       (SELECT coalesce(pg_catalog.md5(string_agg(e.oid::text || e.enumlabel, ',' ORDER BY e.oid)), '')
        FROM pg_catalog.pg_enum e) AS enums,
       pg_catalog.pg_current_snapshot()::text AS snapshot,
       (SELECT p.oid::text || '.' || p.xmin::text FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'schemac' AND p.proname = 'note_change') AS note_change
FROM pg_catalog.pg_database d
WHERE d.datname = current_database()
