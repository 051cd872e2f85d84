-- The hand-written objects of sql/.
SELECT CASE WHEN dry_mass(200, 25) = 150 THEN 'ok' ELSE 'not ok' END || ' - dry_mass';
SELECT CASE WHEN provolatile = 'i' THEN 'ok' ELSE 'not ok' END || ' - dry_mass is immutable'
FROM pg_proc WHERE oid = 'public.dry_mass(numeric, numeric)'::regprocedure;
DO $$
BEGIN
  INSERT INTO observation (analysis, parameter, value) VALUES (10, 'ash', 3);
  RAISE EXCEPTION 'an observation of a rejected analysis was accepted';
EXCEPTION WHEN check_violation THEN
  NULL;
END $$;
