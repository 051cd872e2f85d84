-- The state of everything that may change. For every relation that holds rows: its shape (the file, which TRUNCATE and
-- rewrites replace, and the row versions of its definition, which also change when a table is attached as a partition or
-- child for a while), its change counters, and the tables that a writing statement can name (the relation and those above
-- it), whose triggers fire, with their versions. For everything with a definition: the row version of that definition.
WITH RECURSIVE wanted AS MATERIALIZED (SELECT pg_catalog.unnest($1::oid[]) AS oid),
above AS (
  SELECT w.oid AS leaf, w.oid AS relation FROM wanted w
  UNION
  SELECT a.leaf, i.inhparent FROM above a JOIN pg_catalog.pg_inherits i ON i.inhrelid = a.relation
),
columns AS (
  SELECT a.attrelid, pg_catalog.md5(string_agg(concat_ws('.', a.attnum, a.xmin::text, d.xmin::text), ',' ORDER BY a.attnum)) AS versions
  FROM pg_catalog.pg_attribute a
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid IN (SELECT above.relation FROM above) AND a.attnum > 0
  GROUP BY a.attrelid
),
upward AS (
  SELECT a.leaf, string_agg(a.relation::text, ' ' ORDER BY a.relation) AS written_through,
         string_agg(concat_ws('.', r.oid::text, r.xmin::text, columns.versions), ' ' ORDER BY a.relation) AS versions,
         bool_or(EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = a.relation)) AS subscribed
  FROM above a
  JOIN pg_catalog.pg_class r ON r.oid = a.relation
  LEFT JOIN columns ON columns.attrelid = a.relation
  GROUP BY a.leaf
)
SELECT c.oid::bigint, false AS is_function, n.nspname, c.relname, c.relkind::text,
       CASE WHEN c.relkind = 'r' THEN concat_ws(':', c.relfilenode, c.xmin::text, columns.versions)
            WHEN c.relkind = 'm' THEN concat_ws(':', c.relfilenode, c.xmin::text)
            WHEN c.relkind = 'v' THEN 'definition:' || (SELECT string_agg(r.xmin::text, ',' ORDER BY r.oid)
                                                        FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid)
            WHEN c.relkind = 'p' THEN concat_ws(':', 'partitioned', c.xmin::text, columns.versions)
            ELSE 'unknown' END AS shape,
       CASE WHEN c.relkind = 'r'
            THEN concat_ws(':', pg_catalog.pg_stat_get_tuples_inserted(c.oid),
                           pg_catalog.pg_stat_get_tuples_updated(c.oid), pg_catalog.pg_stat_get_tuples_deleted(c.oid)) END
         AS counters,
       CASE WHEN c.relkind = 'r' THEN upward.versions END AS written_through_versions,
       CASE WHEN c.relkind = 'r' THEN upward.written_through END AS written_through,
       CASE WHEN c.relkind = 'f' THEN 'it reads the foreign table ' || c.relname
            WHEN c.relkind = 'S' THEN 'it reads the sequence ' || c.relname
            WHEN c.relkind NOT IN ('r', 'm', 'v', 'p') THEN 'changes of ' || c.relname || ' cannot be detected'
            WHEN c.relkind = 'r' AND c.relam <> 2 THEN 'the storage of ' || c.relname || ' may not count changes'
            WHEN c.relrowsecurity THEN 'row security of ' || c.relname || ' decides what it sees'
            WHEN upward.subscribed THEN 'a subscription writes ' || c.relname END AS doubt
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN upward ON upward.leaf = c.oid
LEFT JOIN columns ON columns.attrelid = c.oid
WHERE c.oid = ANY ($1::oid[])
UNION ALL
SELECT p.oid::bigint, true, n.nspname, p.proname, 'function',
       -- It is unknown what a body given as a string calls, so every replaced function counts.
       'definition:' || p.xmin::text
         || CASE WHEN p.prosqlbody IS NULL AND l.lanname NOT IN ('internal', 'c')
                 THEN ':' || (SELECT pg_catalog.md5(string_agg(o.oid::text || '.' || o.xmin::text, ',' ORDER BY o.oid))
                              FROM pg_catalog.pg_proc o WHERE o.oid >= 16384) ELSE '' END,
       NULL, NULL, NULL,
       -- A body given as a string can read anything, except in a function that is declared immutable.
       CASE WHEN p.provolatile = 'v' THEN 'function ' || p.proname || ' is volatile'
            WHEN p.provolatile = 's' AND p.prosqlbody IS NULL
            THEN 'it is unknown what function ' || p.proname || ' reads' END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE p.oid = ANY ($2::oid[])
