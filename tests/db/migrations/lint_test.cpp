// lint: hazards by the text alone.
#include "history/lint.h"

#include "base/source.h"
#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

// Codes of the findings of one migration's up part, joined.
std::string codes(const std::string& up, const std::string& lock_timeout = "5s") {
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("m.sql", "-- parents: none\n-- up\n" + up);
  const auto migration = parse_migration(sources.text(file), "m.sql", file, diagnostics);
  REQUIRE(migration);
  std::string out;
  for (const LintFinding& finding : lint(*migration, {lock_timeout}))
    out += (out.empty() ? "" : " ") + finding.hazard.code;
  return out;
}

}  // namespace

TEST_CASE("lint names what hurts a live database") {
  CHECK(codes("DROP TABLE public.t;") == "data-loss");
  CHECK(codes("DROP TABLE t CASCADE;") == "cascading-drop data-loss");
  CHECK(codes("ALTER TABLE t DROP COLUMN a, ALTER COLUMN b TYPE bigint;") ==
        "data-loss table-rewrite failing-cast");
  CHECK(codes("ALTER TABLE t ADD COLUMN a integer NOT NULL;") == "failing-constraint");
  CHECK(codes("ALTER TABLE t ADD COLUMN a integer NOT NULL DEFAULT 3;") == "");
  CHECK(codes("ALTER TABLE t ADD COLUMN a timestamptz DEFAULT now();") == "");
  CHECK(codes("ALTER TABLE t ADD COLUMN a uuid DEFAULT gen_random_uuid();") == "volatile-default");
  CHECK(codes("ALTER TABLE t ADD COLUMN a bigserial;") == "volatile-default");
  CHECK(codes("ALTER TABLE t ADD COLUMN a integer GENERATED ALWAYS AS (b + 1) STORED;") == "table-rewrite");
  CHECK(codes("ALTER TABLE t ALTER COLUMN a SET NOT NULL;") == "validation-scan");
  CHECK(codes("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u;") == "validation-scan");
  CHECK(codes("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT VALID;") == "");
  CHECK(codes("ALTER TABLE t VALIDATE CONSTRAINT f;") == "");
  CHECK(codes("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);") == "blocking-index-build");
  CHECK(codes("ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;") == "");
  CHECK(codes("CREATE INDEX i ON t (a);") == "blocking-index-build");
  CHECK(codes("CREATE INDEX CONCURRENTLY i ON t (a);") == "concurrently-in-transaction");
  CHECK(codes("-- step: i  [no transaction]\nCREATE INDEX CONCURRENTLY i ON t (a);") == "");
  CHECK(codes("DROP INDEX i;") == "long-lock");
  CHECK(codes("TRUNCATE t, u;") == "data-loss data-loss");
  CHECK(codes("DELETE FROM t;") == "data-loss");
  CHECK(codes("DELETE FROM t WHERE a = 1;") == "");
  CHECK(codes("UPDATE t SET a = 1;") == "unbatched-change");
  CHECK(codes("-- step: u  [batch 1000]\nUPDATE t SET a = 1;") == "");
  CHECK(codes("ALTER TABLE t RENAME TO u;") == "name-in-use");
  CHECK(codes("ALTER TABLE t RENAME COLUMN a TO b;") == "name-in-use");
  CHECK(codes("REFRESH MATERIALIZED VIEW v;") == "long-lock");
  CHECK(codes("-- step: v  [no transaction]\nREFRESH MATERIALIZED VIEW CONCURRENTLY v;") == "");
  CHECK(codes("-- step: v  [no transaction]\nVACUUM FULL t;") == "table-rewrite");
  CHECK(codes("LOCK TABLE t;") == "long-lock");
  CHECK(codes("ALTER TABLE t FROBNICATE;") == "unread-statement");
  CHECK(codes("-- lint: allow unread-statement\nALTER TABLE t FROBNICATE;") == "");
  CHECK(codes("UPDATE t SET a = " + std::string(120000, '(') + "1" + std::string(120000, ')') + ";") ==
        "unread-statement");
}

TEST_CASE("what a migration makes itself is no hazard") {
  CHECK(codes("CREATE TABLE s.t (a integer);\nCREATE INDEX i ON s.t (a);\nALTER TABLE s.t ADD UNIQUE (a);\n"
              "INSERT INTO s.t VALUES (1);\nUPDATE s.t SET a = 2;\nDROP TABLE s.t;") == "");
}

TEST_CASE("lint knows lock_timeout, enum values, and what was accepted") {
  CHECK(codes("ALTER TABLE t ADD COLUMN a integer;", "0") == "no-lock-timeout");
  CHECK(codes("SET lock_timeout = '2s';\nALTER TABLE t ADD COLUMN a integer;", "0") == "");
  CHECK(codes("SET lock_timeout = 0;\nALTER TABLE t ADD COLUMN a integer;") == "no-lock-timeout");
  CHECK(codes("-- step: a  [lock_timeout 1s]\nALTER TABLE t ADD COLUMN a integer;", "0") == "");
  CHECK(codes("-- step: v\nALTER TYPE e ADD VALUE 'x';\n-- step: u\nUPDATE t SET a = 'x' WHERE a IS NULL;") ==
        "new-value-not-committed");
  CHECK(
      codes("-- step: v  [commit]\nALTER TYPE e ADD VALUE 'x';\n-- step: u\nUPDATE t SET a = 'x' WHERE b;") ==
      "");
  CHECK(codes("-- lint: allow data-loss\nDROP TABLE t;") == "");
  CHECK(codes("-- lint: allow long-lock\nDROP TABLE t;") == "data-loss");
  CHECK(codes("DROP TABLE t; -- lint: allow data-loss, long-lock") == "");
  CHECK(codes("-- step: t\n-- lint: allow all\nDROP TABLE t CASCADE;") == "");
}

TEST_CASE("the tool prints findings with their places, as text, JSON and SARIF") {
  MigrationProject project("");
  project.migration("m1", "none", "-- up\nCREATE TABLE public.a (id integer);\n");
  project.migration("m2", "m1", "-- up\nSELECT 1;\nDROP TABLE public.a;\n");
  const CommandResult plain = run_tool(project, "", {"lint"});
  INFO(plain.output);
  CHECK(plain.exit_code == 2);
  CHECK(plain.output.find("migrations/m2.sql:5:1: data-loss: ") != std::string::npos);
  CHECK(run_tool(project, "", {"lint", (project.folder() / "migrations/m1.sql").string()}).exit_code == 0);
  const CommandResult sarif = run_tool(project, "", {"lint", "--format", "sarif"});
  CHECK(sarif.output.find("\"ruleId\": \"data-loss\"") != std::string::npos);
  CHECK(sarif.output.find("\"startLine\": 5") != std::string::npos);
  CHECK(run_tool(project, "", {"lint", "--format", "json"}).output.find("\"hazards\": [") !=
        std::string::npos);
  CHECK(run_tool(project, "", {"lint", "--format", "xml"}).exit_code == 64);
  project.write("migrations/m3.sql", "-- parents: m2\n-- up\nSELECT 'cut");
  CHECK(run_tool(project, "", {"lint"}).exit_code == 1);
}
