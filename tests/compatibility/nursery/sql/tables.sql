CREATE TABLE height_log (
  number bigserial PRIMARY KEY,
  tree integer NOT NULL,
  height_cm integer,
  noted_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER note_height AFTER UPDATE OF height_cm ON tree FOR EACH ROW EXECUTE FUNCTION note_height();

CREATE TABLE visit_2025 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visit_rest PARTITION OF visit DEFAULT;
CREATE INDEX visit_by_person ON visit (person);

ALTER TABLE height_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY recent ON height_log FOR SELECT USING (noted_at > '2000-01-01');
GRANT SELECT ON height_log TO nursery_reader;

CREATE TYPE box3 AS (a integer, b integer, c integer);
CREATE DOMAIN percent AS numeric CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE TABLE germination (batch text PRIMARY KEY, rate percent NOT NULL, size box3, tags text[] NOT NULL DEFAULT '{}');
CREATE STATISTICS germination_batch_rate ON batch, rate FROM germination;
