-- What the model calls invalid, the database refuses: one row for each kind of constraint.
CREATE FUNCTION pg_temp.refused(what text, state text, statement text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE statement;
  SET CONSTRAINTS ALL IMMEDIATE;
  RETURN 'not ok - accepted: ' || what;
EXCEPTION WHEN OTHERS THEN
  RETURN CASE WHEN sqlstate = state THEN 'ok - ' ELSE 'not ok - ' || sqlerrm || ' - ' END || what;
END $$;

SELECT pg_temp.refused('latitude above its bound', '23514',
  $$INSERT INTO site (code, name, region, latitude, longitude) VALUES ('x', 'X', 'north_county', 91, 0)$$);
SELECT pg_temp.refused('a percentage over 100, by its type', '23514',
  $$UPDATE feedstock SET typical_moisture = 101 WHERE code = 'rice_straw'$$);
SELECT pg_temp.refused('a bound inherited through typeof', '23514',
  $$UPDATE harvest_estimate SET wet_mass = -1$$);
SELECT pg_temp.refused('a label that does not fit its pattern', '23514',
  $$UPDATE field_sample SET label = 'nc-1' WHERE id = 1$$);
SELECT pg_temp.refused('an e-mail address without @, by its type', '23514',
  $$UPDATE person SET email = 'nobody' WHERE id = 1$$);
SELECT pg_temp.refused('a required value that is absent', '23502',
  $$INSERT INTO person (name) VALUES ('Nobody')$$);
SELECT pg_temp.refused('a region that is not there', '23503',
  $$UPDATE site SET region = 'atlantis'$$);
SELECT pg_temp.refused('a value outside a native enum', '22P02',
  $$UPDATE facility SET status = 'rumoured'$$);
SELECT pg_temp.refused('a value outside a checked enum', '23514',
  $$UPDATE competing_use SET purpose = 'art'$$);
SELECT pg_temp.refused('a unique key with its nulls', '23505',
  $$INSERT INTO price_quote (feedstock, region, quoted_on, price)
    SELECT 'rice_straw', 'south_county', date '2026-01-01', 1 FROM generate_series(1, 2)$$);
SELECT pg_temp.refused('a rejection without a reason', '23514',
  $$UPDATE analysis SET status = 'rejected', rejection_reason = NULL WHERE id = 1$$);
SELECT pg_temp.refused('an operating facility that was never commissioned', '23514',
  $$UPDATE facility SET status = 'operating', commissioned_on = NULL WHERE code = 'mill_plant'$$);
SELECT pg_temp.refused('a span that ends before it begins', '23514',
  $$UPDATE campaign SET valid_to = date '2020-01-01'$$);

-- And the other way round: defaults, identity, what is owned goes with its owner.
INSERT INTO analysis (sample, method) VALUES (2, 'ashing');
SELECT CASE WHEN status = 'planned' AND replicate = 1 AND id > 10 THEN 'ok' ELSE 'not ok' END || ' - defaults, and a key past those loaded'
FROM analysis WHERE sample = 2 AND method = 'ashing';
DELETE FROM observation o USING analysis a WHERE a.id = o.analysis AND a.sample = 1;
DELETE FROM analysis WHERE sample = 1;
DELETE FROM field_sample WHERE id = 1;
SELECT CASE WHEN count(*) = 0 THEN 'ok' ELSE 'not ok' END || ' - custody goes with its sample' FROM custody_transfer;
