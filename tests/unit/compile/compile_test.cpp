#include "compile/compile.h"
#include "compile/depfile.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

struct Run {
  Diagnostics diagnostics;
  Compiled compiled;
  std::size_t written = 0;
};

Run run(const fs::path& folder) {
  Files files;
  SourceMap sources;
  Run out;
  const Project project = read_project(folder / "schemac.yaml", files, sources, out.diagnostics);
  out.compiled = compile(project, files, sources, out.diagnostics);
  if (!out.diagnostics.has_errors()) out.written = write_build(project, out.compiled, sources, files);
  return out;
}

}  // namespace

TEST_CASE("the build folder follows the sources, and nothing else", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "schemac.yaml", "sql: [sql]\n");
  files.write_if_changed(folder.path / "sql/a.sql",
                         "CREATE TABLE a (x int);\nCREATE VIEW v AS SELECT x FROM a;\n");
  CHECK(run(folder.path).written == 6);
  CHECK(run(folder.path).written == 0);
  const fs::path build = folder.path / "build/schemac";
  CHECK(files.exists(build / "objects/view/public.v.sql"));
  const std::string manifest = files.read(build / "manifest.json");
  // A comment changes the positions at most.
  files.write_if_changed(folder.path / "sql/a.sql",
                         "-- new\nCREATE TABLE a (x int);\nCREATE VIEW v AS SELECT x FROM a;\n");
  CHECK(run(folder.path).written == 1);
  CHECK(files.read(build / "manifest.json") == manifest);
  files.write_if_changed(folder.path / "sql/a.sql", "CREATE TABLE a (x int);\n");
  run(folder.path);
  CHECK_FALSE(files.exists(build / "objects/view/public.v.sql"));
  files.write_if_changed(folder.path / "sql/a.sql", "CREATE TABL a (x int);\n");
  CHECK(run(folder.path).written == 0);
  CHECK(files.exists(build / "objects/table/public.a.sql"));
}

TEST_CASE("a depfile names every source and folder", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "schemac.yaml", "sql: [sql]\n");
  files.write_if_changed(folder.path / "sql/deep/a.sql", "CREATE TABLE a (x int);\n");
  const std::vector<fs::path> expected = {folder.path / "schemac.yaml", folder.path / "sql",
                                          folder.path / "sql/deep", folder.path / "sql/deep/a.sql"};
  CHECK(run(folder.path).compiled.sources == expected);
  CHECK(depfile_text("out", {"a b", "c#d", "e$f"}) == "out: \\\n  a\\ b \\\n  c\\#d \\\n  e$$f\n");
}

TEST_CASE("another schema's manifest makes its objects known", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "base/schemac.yaml", "sql: [a.sql]\n");
  files.write_if_changed(folder.path / "base/a.sql", "CREATE TABLE a (x int);\n");
  REQUIRE_FALSE(run(folder.path / "base").diagnostics.has_errors());
  files.write_if_changed(folder.path / "top/schemac.yaml", "sql: [v.sql]\n");
  files.write_if_changed(folder.path / "top/v.sql", "CREATE VIEW v AS SELECT x FROM a;\n");
  CHECK(run(folder.path / "top").diagnostics.has_errors());
  SourceMap sources;
  Diagnostics diagnostics;
  Project project = read_project(folder.path / "top/schemac.yaml", files, sources, diagnostics);
  project.depends = {"../base/build/schemac/manifest.json"};
  const Compiled compiled = compile(project, files, sources, diagnostics);
  CHECK(diagnostics.items().empty());
  REQUIRE(compiled.artifacts.artifacts.size() == 2);
  CHECK(compiled.artifacts.artifacts[0].external);
  CHECK(compiled.artifacts.artifacts[1].depends_on ==
        std::vector<ObjectId>{{Kind::table, "public", {}, "a"}});
}

TEST_CASE("what calls a function comes after what the function's body reads", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "schemac.yaml", "sql: [a.sql]\n");
  // A default of the table that the function reads: the one edge that cannot hold.
  files.write_if_changed(
      folder.path / "a.sql",
      "CREATE TABLE b (x int DEFAULT f());\n"
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT g()';\n"
      "CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT max(x) FROM z); END';\n"
      "CREATE MATERIALIZED VIEW a AS SELECT f() AS x;\n"
      "CREATE MATERIALIZED VIEW z AS SELECT x FROM b;\n");
  const Run compiled = run(folder.path);
  CHECK(compiled.diagnostics.items().empty());
  std::string order;
  for (const Artifact& artifact : compiled.compiled.artifacts.artifacts) order += artifact.id.name + " ";
  CHECK(order == "f() g() b z a ");
}

TEST_CASE("a directive counts before every statement that makes or changes something", "[pipeline]") {
  const std::vector<std::string> statements = {
      "CREATE INDEX i ON t ((x + 1))",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
      "CREATE POLICY p ON t USING (x > 1)",
      "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
      "ALTER TABLE t ADD CONSTRAINT c CHECK (x > 1)",
      "ALTER TABLE t ALTER COLUMN x SET DEFAULT 1",
      "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
      "CREATE STATISTICS s ON (x + 1), (x + 2) FROM t",
      "CREATE DOMAIN d AS int CHECK (VALUE > 1)",
      "CREATE VIEW v AS SELECT x FROM t",
      "CREATE FUNCTION h(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'"};
  for (const std::string& statement : statements) {
    INFO(statement);
    const test::TemporaryFolder folder;
    Files files;
    files.write_if_changed(folder.path / "schemac.yaml", "sql: [a.sql]\n");
    const std::string base =
        "CREATE TABLE t (x int);\nCREATE TABLE zz (x int);\nCREATE TABLE yy (x int);\n"
        "CREATE FUNCTION two(int, text) RETURNS int LANGUAGE sql AS 'SELECT 2';\n"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n";
    files.write_if_changed(
        folder.path / "a.sql",
        base + "-- schemac: depends_on zz, function public.two(integer, text), yy\n" + statement + ";\n");
    const Run compiled = run(folder.path);
    CHECK(compiled.diagnostics.items().empty());
    std::vector<ObjectId> declared;
    for (const Artifact& artifact : compiled.compiled.artifacts.artifacts)
      declared.insert(declared.end(), artifact.stated.declared.begin(), artifact.stated.declared.end());
    CHECK(declared == std::vector<ObjectId>{{Kind::function, "public", "", "two(integer, text)"},
                                            {Kind::table, "public", "", "yy"},
                                            {Kind::table, "public", "", "zz"}});
    files.write_if_changed(folder.path / "a.sql", base + "-- schemac: depnds_on zz\n" + statement + ";\n");
    const Run wrong = run(folder.path);
    REQUIRE(wrong.diagnostics.items().size() == 1);
    CHECK(wrong.diagnostics.items().front().code == "unknown-directive");
  }
}

TEST_CASE("the project file is looked for upwards", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "schemac.yaml", "");
  fs::create_directories(folder.path / "a/b");
  CHECK(find_project_file(folder.path / "a/b", files) == folder.path / "schemac.yaml");
}

TEST_CASE("default privileges act on what stands after them in the text", "[pipeline]") {
  const test::TemporaryFolder folder;
  Files files;
  files.write_if_changed(folder.path / "schemac.yaml", "sql: [sql]\n");
  files.write_if_changed(folder.path / "sql/a.sql",
                         "CREATE TABLE z_before (x int);\n"
                         "CREATE VIEW z_needs AS SELECT x FROM a_after;\n"
                         "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r;\n"
                         "CREATE TABLE a_after (x int);\n"
                         "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM r;\n");
  files.write_if_changed(folder.path / "sql/b.sql", "CREATE TABLE a_last (x int);\n");
  const Run made = run(folder.path);
  REQUIRE_FALSE(made.diagnostics.has_errors());
  std::vector<std::string> order;
  for (const Artifact& artifact : made.compiled.artifacts.artifacts) {
    order.push_back(artifact.id.kind == Kind::default_privileges ? artifact.statements.at(0).substr(25, 5)
                                                                 : artifact.id.name);
  }
  // A view that needs what stands behind the statement cannot stand before it.
  CHECK(order == std::vector<std::string>{"z_before", "GRANT", "a_after", "z_needs", "REVOK", "a_last"});
}
