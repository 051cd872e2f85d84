CREATE SCHEMA "Weird ""schema"" .";
CREATE TYPE "Weird ""schema"" ."."Enum 'x'" AS ENUM ('"', '''', '\', '{a,b}', ' ');
CREATE TYPE "Weird ""schema"" ."."select" AS ("from" integer, "a.b" text);
CREATE DOMAIN "Weird ""schema"" ."."table" AS text DEFAULT '\\''"' CONSTRAINT "check" CHECK (VALUE <> '"; DROP TABLE x; --');
CREATE TABLE "Weird ""schema"" ."."""; DROP TABLE x; --" (
  "id" serial PRIMARY KEY,
  "select" integer, "größe" "Weird ""schema"" ."."Enum 'x'", "with space" text, "comma,quote""" text DEFAULT 'a''b',
  "$dollar" "Weird ""schema"" ."."table", "back\slash" text,
  "exactly_sixty_three_bytes_long_name_for_a_column_in_this_table1" integer,
  CONSTRAINT "CHECK ""it""" CHECK ("select" > 0),
  CONSTRAINT "unique" UNIQUE ("comma,quote""", "größe")
);
CREATE INDEX "Index; --" ON "Weird ""schema"" ."."""; DROP TABLE x; --" ("with space", lower("back\slash"));
CREATE TABLE "Weird ""schema"" .".user ("order" integer REFERENCES "Weird ""schema"" ."."""; DROP TABLE x; --" (id));
CREATE VIEW "Weird ""schema"" ."."View" AS SELECT "select", "größe" AS "and" FROM "Weird ""schema"" ."."""; DROP TABLE x; --";
CREATE MATERIALIZED VIEW "Weird ""schema"" ."."näh""e" AS SELECT * FROM "Weird ""schema"" ."."View";
CREATE FUNCTION "Weird ""schema"" ."."f,(g)"("in" "Weird ""schema"" ."."Enum 'x'", "Weird ""schema"" ."."select"[]) RETURNS trigger LANGUAGE plpgsql AS '/* " */ BEGIN RETURN NULL; END';
CREATE FUNCTION "Weird ""schema"" ."."trigger"() RETURNS trigger LANGUAGE plpgsql AS '/* " */ BEGIN RETURN NULL; END';
CREATE TRIGGER "on"" it" AFTER INSERT ON "Weird ""schema"" ."."""; DROP TABLE x; --" FOR EACH ROW EXECUTE FUNCTION "Weird ""schema"" ."."trigger"();
CREATE POLICY "pol"";icy" ON "Weird ""schema"" ."."""; DROP TABLE x; --" TO "schemac test ""odd"" role";
ALTER TABLE "Weird ""schema"" ."."""; DROP TABLE x; --" OWNER TO "schemac test ""odd"" role";
GRANT SELECT ("größe", "comma,quote""") ON "Weird ""schema"" ."."""; DROP TABLE x; --" TO schemac_test_reader;
GRANT SELECT ON "Weird ""schema"" ."."View" TO "schemac test ""odd"" role";
CREATE STATISTICS "Weird ""schema"" ."."st at" (ndistinct) ON "select", "with space" FROM "Weird ""schema"" ."."""; DROP TABLE x; --";
CREATE SEQUENCE "Weird ""schema"" ."."seq""";
CREATE TABLE "Weird ""schema"" ."."granted" ("a b" integer);
GRANT UPDATE ("a b") ON "Weird ""schema"" ."."granted" TO "schemac test ""odd"" role" WITH GRANT OPTION;
COMMENT ON TABLE "Weird ""schema"" ."."""; DROP TABLE x; --" IS '''; DROP TABLE x; -- \';
COMMENT ON COLUMN "Weird ""schema"" ."."""; DROP TABLE x; --"."comma,quote""" IS E'tab\there';
