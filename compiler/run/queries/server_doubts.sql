-- Whether the counters can be believed at this moment: counting is on; nobody was active so lately that changes may not
-- have been counted yet (a session reports when it goes idle, at the latest ten seconds after; a hidden one may be busy).
SELECT pg_catalog.pg_postmaster_start_time()::text AS started,
       (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system_identifier,
       (SELECT coalesce(stats_reset::text, '') FROM pg_catalog.pg_stat_database WHERE datname = current_database()) AS stats_reset,
       current_setting('track_counts')::boolean AS counting,
       (SELECT count(*) FROM pg_catalog.pg_stat_activity a
        WHERE a.datid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
          AND a.pid <> pg_catalog.pg_backend_pid()
          AND (a.backend_type IS NULL OR a.backend_type = 'client backend' OR a.backend_type LIKE 'logical replication%')
          AND (a.state IS NULL OR a.state <> 'idle' OR a.state_change > now() - interval '15 seconds'))::bigint AS busy
