-- A key of a partitioned table is valid when its index is: when every partition has it.
-- Without the constraints that the server adds to a foreign key for each partition of the referenced table.
SELECT c.oid, c.conrelid, c.contypid, c.conname, c.contype, pg_get_constraintdef(c.oid), c.conkey, c.confrelid, c.confkey,
       c.convalidated AND coalesce(x.indisvalid, true), c.connoinherit, NOT c.conislocal, c.condeferrable, c.condeferred, :enforced,
       i.oid, i.reloptions, s.spcname, x.indisclustered, i.relkind = 'I'
FROM pg_constraint c
LEFT JOIN pg_constraint p ON p.oid = c.conparentid AND c.contype = 'f'
LEFT JOIN pg_class i ON i.oid = c.conindid AND c.contype IN ('p', 'u', 'x')
LEFT JOIN pg_index x ON x.indexrelid = i.oid
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
WHERE c.contype <> 't' AND c.connamespace IN :namespaces
  AND NOT coalesce(p.conrelid = c.conrelid OR p.confrelid <> c.confrelid, false)
