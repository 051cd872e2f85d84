-- $1 name of an index as it is written in SQL ("ns.i" or "i"), $2 its table, or null. Resolved as the server would.
SELECT i.indexrelid::regclass::text AS name, i.indisvalid AND i.indisready AS valid,
       pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
 WHERE c.oid = coalesce(to_regclass($1::text),
                        to_regclass(quote_ident((SELECT tn.nspname FROM pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace
                                                  WHERE t.oid = to_regclass($2::text))) || '.' || $1::text))
