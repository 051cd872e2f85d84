-- $1 view. Identifies the refresh that made its present contents, and, within one transaction, the rows that it changed.
SELECT concat_ws(':', c.relfilenode, c.xmin::text) AS made,
       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) AS inserted,
       pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS updated,
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS deleted,
       current_setting('track_counts')::boolean AS counting, greatest(c.reltuples, 0)::bigint AS estimate
FROM pg_catalog.pg_class c
WHERE c.oid = $1::oid
