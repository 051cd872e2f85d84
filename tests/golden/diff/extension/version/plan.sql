-- alter extension pg_trgm  [lock: none]
ALTER EXTENSION pg_trgm UPDATE TO '1.6';

