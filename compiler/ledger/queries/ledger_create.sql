-- The ledger, version 1. New versions only add columns. Safe to run again.
CREATE SCHEMA IF NOT EXISTS schemac;

CREATE TABLE IF NOT EXISTS schemac.layout (
  version integer PRIMARY KEY
);
INSERT INTO schemac.layout (version) SELECT 1 WHERE NOT EXISTS (SELECT FROM schemac.layout);

CREATE TABLE IF NOT EXISTS schemac.migration (
  number bigint GENERATED ALWAYS AS IDENTITY,
  project text NOT NULL,
  revision text NOT NULL,
  parents text[] NOT NULL,
  message text NOT NULL,
  checksum text NOT NULL,
  up text NOT NULL,
  down text NOT NULL,
  has_down boolean NOT NULL,
  creates text[] NOT NULL,
  drops text[] NOT NULL,
  how text NOT NULL CHECK (how IN ('applied', 'stamped', 'adopted', 'squashed')),
  applied_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  applied_by text NOT NULL DEFAULT session_user,
  duration interval NOT NULL,
  PRIMARY KEY (project, revision)
);

CREATE TABLE IF NOT EXISTS schemac.step (
  project text NOT NULL,
  revision text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  number integer NOT NULL,
  title text NOT NULL,
  checksum text NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'done', 'in doubt')),
  batches bigint NOT NULL DEFAULT 0,
  batch_key text,
  started_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamp with time zone,
  PRIMARY KEY (project, revision, direction, number)
);

CREATE TABLE IF NOT EXISTS schemac.object (
  project text NOT NULL,
  id text NOT NULL,
  revision text NOT NULL,
  PRIMARY KEY (project, id)
);

CREATE TABLE IF NOT EXISTS schemac.refresh (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project text NOT NULL,
  view text NOT NULL,
  started timestamp with time zone NOT NULL,
  finished timestamp with time zone,
  rows bigint,
  how text NOT NULL,
  snapshot jsonb,
  outcome text NOT NULL,
  error text
);
CREATE INDEX IF NOT EXISTS refresh_view_idx ON schemac.refresh (view, id DESC);

CREATE TABLE IF NOT EXISTS schemac.adopted (
  project text NOT NULL,
  tool text NOT NULL,
  relation text NOT NULL,
  revision text,
  adopted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (project, relation)
);

CREATE TABLE IF NOT EXISTS schemac.populated_view (
  project text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (project, namespace, name)
);

COMMENT ON SCHEMA schemac IS 'Ledger of schemac: applied migrations and refreshes. Read it freely; only schemac writes to it.';
