-- $1 process ids to ignore. What the counters belong to, and whether they can be trusted at this moment: counting is on for
-- all, and no session was active so recently that its changes may be uncounted (a session reports when it goes idle, at the
-- latest ten seconds later; one whose state is hidden may be busy; a WAL sender writes nothing, but before it starts to send
-- it is an ordinary session). An orderly restart keeps the counters. After a crash, or on a promoted standby, all counters
-- start again; only the reset times of the server's own counters show it.
SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) || '/' || d.oid::text
         || coalesce('/' || current_setting('schemac.cluster', true), '') AS system,
       concat_ws(' ', (SELECT s.stats_reset FROM pg_catalog.pg_stat_database s WHERE s.datid = d.oid),
                 started_anew.at) AS stats_reset,
       started_anew.at AS started_anew,
       current_setting('track_counts')::boolean
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) AS setting
                         WHERE setting ILIKE 'track_counts=%')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p, pg_catalog.unnest(p.proconfig) AS setting
                         WHERE setting ILIKE 'track_counts=%') AS counting,
       (SELECT count(*) FROM pg_catalog.pg_stat_activity a
        WHERE a.datid = d.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.pid <> ALL ($1::integer[])
          AND (a.backend_type IS NULL OR a.backend_type NOT IN ('autovacuum worker', 'autovacuum launcher', 'parallel worker'))
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_replication r WHERE r.pid = a.pid AND r.state IN ('catchup', 'streaming'))
          AND (a.state IS NULL OR a.state <> 'idle' OR a.state_change > clock_timestamp() - interval '15 seconds'))::bigint AS busy,
       -- Types that a query may print without depending on them. And the settings that a query's values may depend on: those
       -- of the connection, under which REFRESH runs, not those in force during this read.
       pg_catalog.md5(concat_ws('/',
         (SELECT string_agg(e.oid::text || e.enumlabel, ',' ORDER BY e.oid) FROM pg_catalog.pg_enum e),
         (SELECT string_agg(concat_ws('.', a.attrelid, a.attnum, a.xmin::text), ',' ORDER BY a.attrelid, a.attnum)
          FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('c', 'r', 'p', 'v', 'm', 'f') AND c.oid >= 16384
          JOIN pg_catalog.pg_type t ON t.oid = c.reltype
          WHERE a.attnum > 0
            AND (c.relkind = 'c'
                 OR t.oid IN (SELECT CASE WHEN e.typelem <> 0 THEN e.typelem ELSE e.oid END
                              FROM pg_catalog.pg_attribute u JOIN pg_catalog.pg_type e ON e.oid = u.atttypid
                              WHERE u.attnum > 0))))) AS types,
       (SELECT pg_catalog.jsonb_object_agg(s.name, s.reset_val) FROM pg_catalog.pg_settings s
        WHERE s.name IN ('array_nulls', 'bytea_output', 'DateStyle', 'default_text_search_config', 'extra_float_digits',
                         'IntervalStyle', 'lc_monetary', 'lc_numeric', 'lc_time', 'quote_all_identifiers', 'row_security',
                         'search_path', 'session_replication_role', 'standard_conforming_strings', 'TimeZone',
                         'timezone_abbreviations', 'transform_null_equals', 'xmlbinary', 'xmloption')) AS settings,
       pg_catalog.pg_is_in_recovery() AS standby
FROM pg_catalog.pg_database d
CROSS JOIN (SELECT concat_ws(' ', (SELECT a.stats_reset FROM pg_catalog.pg_stat_archiver a),
                             (SELECT b.stats_reset FROM pg_catalog.pg_stat_bgwriter b)) AS at) AS started_anew
WHERE d.datname = current_database()
