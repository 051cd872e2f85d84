-- $1 name of an index as written in CREATE INDEX, $2 its table as written there: an index is in its table's schema.
SELECT i.indexrelid::regclass::text AS name, i.indisvalid AND i.indisready AS valid,
       pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_class t
  JOIN pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_index i ON i.indexrelid = to_regclass(quote_ident(n.nspname) || '.' || $1::text)
 WHERE t.oid = to_regclass($2::text)
