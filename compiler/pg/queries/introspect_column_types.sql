-- Each type that a column has, printed once.
SELECT a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod)
FROM (SELECT DISTINCT atttypid, atttypmod FROM pg_attribute
      WHERE attnum > 0 AND NOT attisdropped AND attrelid >= 16384) a
