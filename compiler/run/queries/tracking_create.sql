-- What precise staleness needs, beside the ledger. The log is append-only for writers: no index, no row that two of them
-- would wait for, no write-ahead log; its row with relation 0 tells an emptied log (after a crash) from a quiet one. The
-- function's owner may write the log, so that whoever writes a tracked table needs no right on it; every name in it is
-- qualified, so no search_path has to be set.
CREATE UNLOGGED TABLE IF NOT EXISTS schemac.change (
  relation oid NOT NULL,
  transaction xid8 NOT NULL
);
CREATE TABLE IF NOT EXISTS schemac.tracked_view (
  project text NOT NULL,
  view text NOT NULL,
  PRIMARY KEY (project, view)
);
DO $do$
BEGIN
  IF pg_catalog.to_regproc('schemac.note_change') IS NULL THEN
    CREATE FUNCTION schemac.note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
BEGIN
  INSERT INTO schemac.change VALUES (TG_RELID, pg_catalog.pg_current_xact_id());
  RETURN NULL;
END
$body$;
  END IF;
END
$do$;
INSERT INTO schemac.change SELECT 0, pg_catalog.pg_current_xact_id()
WHERE NOT EXISTS (SELECT FROM schemac.change WHERE relation = 0)
