-- The connection's own settings, not those in force now: those that affect how hand-written SQL reads names and times.
SELECT s.name, s.reset_val FROM pg_catalog.pg_settings s
WHERE s.name IN ('DateStyle', 'IntervalStyle', 'search_path') ORDER BY s.name
