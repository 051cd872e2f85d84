CREATE SCHEMA p;
CREATE TABLE p.target (id integer PRIMARY KEY);
CREATE TABLE p.events (
  id bigint NOT NULL, day date NOT NULL, kind text DEFAULT 'x', target integer REFERENCES p.target,
  CONSTRAINT day_known CHECK (day > '2000-01-01'), PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE p.events_2024 PARTITION OF p.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE p.events_2025 PARTITION OF p.events (kind DEFAULT 'y') FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
  PARTITION BY RANGE (id);
CREATE TABLE p.events_2025_a PARTITION OF p.events_2025 FOR VALUES FROM (0) TO (1000) WITH (fillfactor = 80);
CREATE TABLE p.events_2025_rest PARTITION OF p.events_2025 DEFAULT;
CREATE TABLE p.events_old (id bigint NOT NULL, day date NOT NULL, kind text, target integer, CONSTRAINT day_known CHECK (day > '2000-01-01'));
ALTER TABLE p.events_old ADD CONSTRAINT "Own Key Name" PRIMARY KEY (id, day);
ALTER TABLE p.events ATTACH PARTITION p.events_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE INDEX events_kind ON p.events (kind);
CREATE INDEX own_name ON p.events_old (lower(kind));
CREATE INDEX events_lower ON p.events (lower(kind));
CREATE TABLE p.hashed (a integer, b text) PARTITION BY HASH (a, lower(b));
CREATE TABLE p.hashed_0 PARTITION OF p.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE p.hashed_1 PARTITION OF p.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE p.hashed_0 ALTER COLUMN b SET NOT NULL;
CREATE FUNCTION p.audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER audit AFTER INSERT ON p.events FOR EACH ROW EXECUTE FUNCTION p.audit();
ALTER TABLE p.events_2024 DISABLE TRIGGER audit;
-- a foreign key to a partitioned table
CREATE TABLE p.reference (id bigint, day date, FOREIGN KEY (id, day) REFERENCES p.events (id, day));
COMMENT ON TABLE p.events_2024 IS 'a partition';
