-- $1 views, $2 functions. Reasons in each query itself why equal inputs may give another result. Functions of PostgreSQL
-- itself leave no dependency, so the stored query trees are searched. Stable functions that depend only on settings of the
-- session are fine: the settings are compared (server_doubts.sql).
SELECT query.is_function, query.oid::bigint, min(doubt.reason) AS reason
FROM (SELECT false AS is_function, r.ev_class AS oid, r.ev_action::text AS tree
      FROM pg_catalog.pg_rewrite r WHERE r.ev_class = ANY ($1::oid[]) AND r.rulename = '_RETURN'
      UNION ALL
      SELECT true, p.oid, p.prosqlbody::text
      FROM pg_catalog.pg_proc p WHERE p.oid = ANY ($2::oid[]) AND p.prosqlbody IS NOT NULL) AS query
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
                                   'generate_series', 'money', 'make_timestamptz', 'timestamptz_pl_interval',
                                   'timestamptz_mi_interval')
             AND p.proname !~ '^(date|timestamp|timestamptz)_(eq|ne|lt|le|gt|ge|cmp)_(date|timestamp|timestamptz)$'))
  UNION ALL
  SELECT 'it reads the current time or user' WHERE query.tree ~ '\{(SQLVALUEFUNCTION|CURRENTOFEXPR) '
  UNION ALL
  SELECT 'it uses TABLESAMPLE' WHERE query.tree LIKE '%{TABLESAMPLECLAUSE %'
  UNION ALL
  -- Only a cast through text is printed with these two fields in a row. 'now' is a time; a name may mean another object later.
  SELECT 'it casts text to ' || pg_catalog.format_type(made.oid, NULL) || ', which may depend on more than the text'
  FROM (SELECT DISTINCT m[1]::oid AS oid
        FROM pg_catalog.regexp_matches(query.tree, ':resulttype (\d+) :resultcollid', 'g') AS m) AS made
  JOIN pg_catalog.pg_type t ON t.oid = made.oid
  WHERE t.typtype <> 'e'
    AND made.oid NOT IN (16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 142, 600, 650, 700, 701, 829, 869, 1042, 1043, 1186, 1560,
                         1562, 1700, 2950, 3614, 3802, 1000, 1001, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1231, 2951)
  UNION ALL
  SELECT 'it reads text as columns, which may depend on more than the text' WHERE query.tree ~ '\{(TABLEFUNC|JSONEXPR) '
  UNION ALL
  SELECT 'it reads the system catalog ' || s.relname
  FROM (SELECT DISTINCT m[1]::oid AS oid FROM pg_catalog.regexp_matches(query.tree, ':relid (\d+)', 'g') AS m) AS read
  JOIN pg_catalog.pg_class s ON s.oid = read.oid AND s.oid < 16384
) AS doubt
GROUP BY query.is_function, query.oid
