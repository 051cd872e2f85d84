SELECT s.oid, s.stxnamespace, s.stxname, s.stxowner, pg_get_statisticsobjdef(s.oid), :statistics_target
FROM pg_statistic_ext s
WHERE s.stxnamespace IN :namespaces AND s.oid NOT IN :members_of_pg_statistic_ext
