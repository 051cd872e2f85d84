-- Runs on a database of its own with trees.yaml loaded. A row that starts with "not ok" fails the test.
SELECT CASE WHEN trees = 2 AND mass_kg = 121.5 THEN 'ok' ELSE 'not ok' END || ' - apples'
FROM yield_by_variety WHERE variety = 'apple';
SELECT CASE WHEN count(*) = 2 THEN 'ok' ELSE 'not ok' END || ' - every variety' FROM yield_by_variety;
SELECT CASE WHEN bushels(1905) = 100 THEN 'ok' ELSE 'not ok' END || ' - bushels';
