-- Objects for precise staleness, beside the ledger. The function is never called: the triggers count in their condition.
CREATE TABLE IF NOT EXISTS schemac.tracked_view (
  project text NOT NULL,
  view text NOT NULL,
  PRIMARY KEY (project, view)
);
DO $do$
BEGIN
  IF pg_catalog.to_regproc('schemac.count_write') IS NULL THEN
    CREATE FUNCTION schemac.count_write() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RETURN NULL; END $body$;
  END IF;
END
$do$
