-- $1 table as written in SQL: the columns of its primary key, else of its smallest unique index that can serve as one, in
-- key order.
SELECT quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type
  FROM (SELECT i.indexrelid, i.indrelid, i.indkey
          FROM pg_index i
         WHERE i.indrelid = to_regclass($1::text) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
           AND i.indexprs IS NULL
           AND NOT EXISTS (SELECT FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS k(attnum)
                             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                            WHERE NOT a.attnotnull)
         ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
         LIMIT 1) AS i
  JOIN LATERAL (SELECT x.indnkeyatts FROM pg_index x WHERE x.indexrelid = i.indexrelid) AS width ON true
  JOIN LATERAL unnest(i.indkey[0:width.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, position) ON true
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
 ORDER BY k.position
