-- Columns of every introspect query on kinds that are one statement: class, oid, kind, namespace, name, owner, create,
-- completion, drop, unread.
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
       NULL::text[], NULL::text, NULL::text
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN (pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace) ON c.oid = o.oprcom
LEFT JOIN (pg_operator g JOIN pg_namespace nn ON nn.oid = g.oprnamespace) ON g.oid = o.oprnegate
WHERE o.oprcode <> 0 AND o.oprnamespace IN :namespaces AND o.oid NOT IN :members_of_pg_operator
