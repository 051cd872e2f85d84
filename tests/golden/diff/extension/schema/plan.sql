-- alter extension pg_trgm  [lock: none]
ALTER EXTENSION pg_trgm SET SCHEMA e2;

