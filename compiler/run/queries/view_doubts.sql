-- Reasons in a view's own query for which equal inputs do not mean an equal result: functions of PostgreSQL itself leave no
-- dependency, so the stored query tree is searched. Stable functions that only depend on session settings, which every
-- refresh of this tool pins, are fine.
SELECT c.oid::bigint AS view, min(doubt.reason) AS reason
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
CROSS JOIN LATERAL (SELECT r.ev_action::text AS tree) AS query
CROSS JOIN LATERAL (
  SELECT 'it calls ' || p.proname || '()' AS reason
  FROM (SELECT DISTINCT m[1]::oid AS oid
        FROM pg_catalog.regexp_matches(query.tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') AS m) AS called
  JOIN pg_catalog.pg_proc p ON p.oid = called.oid
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND (p.provolatile = 'v'
         OR (p.provolatile = 's'
             AND p.proname NOT IN ('concat', 'concat_ws', 'format', 'to_char', 'to_date', 'to_timestamp', 'to_number',
                                   'date_trunc', 'date_part', 'extract', 'timezone', 'date_bin', 'timestamptz', 'timestamp',
                                   'date', 'time', 'timetz', 'text', 'array_to_string', 'string_to_array', 'array_agg',
                                   'to_json', 'to_jsonb', 'row_to_json', 'array_to_json', 'json_agg', 'jsonb_agg',
                                   'json_object_agg', 'jsonb_object_agg', 'json_build_object', 'jsonb_build_object',
                                   'json_build_array', 'jsonb_build_array', 'quote_literal', 'quote_nullable',
                                   'generate_series', 'to_tsvector', 'to_tsquery', 'plainto_tsquery', 'ts_headline', 'money',
                                   'make_timestamptz', 'timestamptz_pl_interval', 'timestamptz_mi_interval',
                                   'json_populate_record', 'jsonb_populate_record', 'json_to_recordset', 'jsonb_to_recordset',
                                   'json_to_record', 'jsonb_to_record', 'json_populate_recordset', 'jsonb_populate_recordset')
             AND p.proname !~ '^(date|timestamp|timestamptz)_(eq|ne|lt|le|gt|ge|cmp)_(date|timestamp|timestamptz)$'))
  UNION ALL
  SELECT 'it reads the time or the user' WHERE query.tree LIKE '%{SQLVALUEFUNCTION %'
  UNION ALL
  SELECT 'it draws a sample' WHERE query.tree LIKE '%{TABLESAMPLECLAUSE %'
  UNION ALL
  SELECT 'it casts text to a time, which may be ''now'''
  WHERE query.tree LIKE '%{COERCEVIAIO %' AND query.tree ~ ':resulttype (1082|1083|1114|1184|1266) '
  UNION ALL
  SELECT 'it reads the system catalog ' || s.relname
  FROM (SELECT DISTINCT m[1]::oid AS oid FROM pg_catalog.regexp_matches(query.tree, ':relid (\d+)', 'g') AS m) AS read
  JOIN pg_catalog.pg_class s ON s.oid = read.oid AND s.oid < 16384 AND s.relkind <> 'v'
) AS doubt
WHERE c.oid = ANY ($1::bigint[]::oid[])
GROUP BY c.oid
