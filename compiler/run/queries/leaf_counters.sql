-- What can have changed: for every relation that holds rows, its file (TRUNCATE and rewrites give a new one and move no
-- counter) and the change counters; for everything with a definition, the row version of that definition.
SELECT c.oid::bigint, false AS is_function, n.nspname, c.relname, c.relkind::text,
       CASE WHEN c.relkind IN ('r', 'm')
            THEN concat_ws(':', c.relfilenode, pg_catalog.pg_stat_get_tuples_inserted(c.oid),
                           pg_catalog.pg_stat_get_tuples_updated(c.oid), pg_catalog.pg_stat_get_tuples_deleted(c.oid))
            WHEN c.relkind = 'v' THEN 'definition:' || (SELECT string_agg(r.xmin::text, ',' ORDER BY r.oid)
                                                        FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid)
            WHEN c.relkind = 'p' THEN 'partitioned'
            WHEN c.relkind = 'S' THEN 'sequence'
            ELSE 'unknown' END AS state,
       CASE WHEN c.relkind = 'f' THEN 'it reads the foreign table ' || c.relname
            WHEN c.relkind = 'S' THEN 'it reads the sequence ' || c.relname
            WHEN c.relrowsecurity THEN 'row security of ' || c.relname || ' decides what it sees'
            WHEN EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = c.oid)
            THEN 'a subscription writes ' || c.relname END AS doubt
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = ANY ($1::bigint[]::oid[])
UNION ALL
SELECT p.oid::bigint, true, n.nspname, p.proname, 'function', 'definition:' || p.xmin::text,
       -- A body given as a string can read anything; only an immutable function promises that it does not.
       CASE WHEN p.provolatile = 'v' THEN 'function ' || p.proname || ' is volatile'
            WHEN p.provolatile = 's' AND pg_catalog.pg_get_function_sqlbody(p.oid) IS NULL
            THEN 'what function ' || p.proname || ' reads is not known' END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.oid = ANY ($2::bigint[]::oid[])
