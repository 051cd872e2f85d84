-- Columns of every introspect query on kinds that are one statement: class, oid, kind, namespace, name, owner, create,
-- completion, drop, unread.
--
-- COMMUTATOR and NEGATOR link two operators, and each link is read from either end. Whether CREATE OPERATOR sets the other
-- end, and whether a completed shell keeps its links, depends on the order of creation and on the server's minor version
-- (before 15.20 and its like, a completed shell loses them). The statement names both links, so that every order sets both
-- ends. A shell that only one operator names is dropped with it.
WITH linked AS (
  SELECT o.oid,
         coalesce(own_c.oid, (SELECT c.oid FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace
                              WHERE c.oprcom = o.oid AND c.oprcode <> 0
                              ORDER BY cn.nspname, c.oprname, c.oid LIMIT 1)) AS commutator,
         coalesce(own_g.oid, (SELECT g.oid FROM pg_operator g JOIN pg_namespace gn ON gn.oid = g.oprnamespace
                              WHERE g.oprnegate = o.oid AND g.oprcode <> 0
                              ORDER BY gn.nspname, g.oprname, g.oid LIMIT 1)) AS negator
  FROM pg_operator o
  LEFT JOIN pg_operator own_c ON own_c.oid = o.oprcom
  LEFT JOIN pg_operator own_g ON own_g.oid = o.oprnegate
  WHERE o.oprcode <> 0 AND o.oprnamespace IN :namespaces
), shell AS (
  SELECT l.oid,
         string_agg(DISTINCT format('%I.%s(%s, %s)', n.nspname, s.oprname,
                                    CASE WHEN s.oprleft = 0 THEN 'NONE' ELSE format_type(s.oprleft, NULL) END,
                                    format_type(s.oprright, NULL)), ', ') AS names
  FROM linked l
  JOIN pg_operator s ON s.oid IN (l.commutator, l.negator) AND s.oprcode = 0
  JOIN pg_namespace n ON n.oid = s.oprnamespace
  WHERE NOT EXISTS (SELECT FROM pg_operator p WHERE s.oid IN (p.oprcom, p.oprnegate) AND p.oid <> l.oid
                                                AND p.oprcode <> 0)
  GROUP BY l.oid
)
SELECT 'pg_operator', o.oid, 'operator', o.oprnamespace,
       o.oprname || '(' || CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', '
         || format_type(o.oprright, NULL) || ')',
       o.oprowner,
       format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ',
         'FUNCTION = ' || o.oprcode::text,
         CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
         'RIGHTARG = ' || format_type(o.oprright, NULL),
         CASE WHEN c.oid IS NOT NULL THEN format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) END,
         CASE WHEN g.oid IS NOT NULL THEN format('NEGATOR = OPERATOR(%I.%s)', nn.nspname, g.oprname) END,
         CASE WHEN o.oprrest <> 0 THEN 'RESTRICT = ' || o.oprrest::text END,
         CASE WHEN o.oprjoin <> 0 THEN 'JOIN = ' || o.oprjoin::text END,
         CASE WHEN o.oprcanhash THEN 'HASHES' END,
         CASE WHEN o.oprcanmerge THEN 'MERGES' END)),
       NULL::text[],
       CASE WHEN s.names IS NOT NULL
            THEN format('DROP OPERATOR IF EXISTS %I.%s(%s, %s), %s', n.nspname, o.oprname,
                        CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
                        format_type(o.oprright, NULL), s.names) END,
       NULL::text
FROM linked l
JOIN pg_operator o ON o.oid = l.oid
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN (pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace) ON c.oid = l.commutator
LEFT JOIN (pg_operator g JOIN pg_namespace nn ON nn.oid = g.oprnamespace) ON g.oid = l.negator
LEFT JOIN shell s ON s.oid = o.oid
WHERE o.oid NOT IN :members_of_pg_operator
