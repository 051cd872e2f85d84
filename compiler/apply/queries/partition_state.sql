-- $1 partition as written in SQL: is it attached, and is a DETACH CONCURRENTLY unfinished? (PostgreSQL 14 or newer.)
SELECT coalesce(bool_or(true), false) AS attached, coalesce(bool_or(i.inhdetachpending), false) AS pending
  FROM pg_inherits i WHERE i.inhrelid = to_regclass($1::text)
