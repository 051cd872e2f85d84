// Lookup tables of enums: their rows are part of the state that migrations lead to.
#include "run/reference_rows.h"

#include "run/apply.h"
#include "run/autogenerate.h"
#include "run/check.h"
#include "run/migration_files.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/server.h"

using namespace schemac;
using test::MigrationProject;
using test::TestDatabase;

namespace {

std::string schema(const std::string& values) {
  return R"(id: https://example.org/lookup
name: lookup
prefixes: {linkml: https://w3id.org/linkml/}
imports: [linkml:types]
classes:
  Plant:
    attributes:
      code: {identifier: true, range: string}
      kind: {range: PlantKind, required: true}
enums:
  PlantKind:
    annotations: {sql_enum: table}
    permissible_values:
)" + values;
}

std::vector<std::string> kinds(pg::Session& session) {
  std::vector<std::string> found;
  for (const auto& row :
       session.query("SELECT text || coalesce(': ' || description, '') FROM public.plant_kind ORDER BY 1")
           .rows) {
    found.push_back(row.front().value_or(""));
  }
  return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("rows of a lookup table are migrated, changed and taken back") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries");
    return;
  }
  TestDatabase database;
  MigrationProject project(database.url());
  project.environment.project.linkml = {"schema.yaml"};
  const auto session = pg::connect(database.url(), pg::Settings::catalog);
  const auto revision = [&] {
    run::RevisionOptions options;
    options.autogenerate = true;
    const run::NewRevision made = run::make_revision(project.environment, options);
    CHECK(project.diagnostics() == "");
    return made;
  };
  const auto upgrade = [&] {
    run::upgrade(project.environment, database.url(), run::read_migrations(project.environment), "head", {});
  };

  project.write("schema.yaml", schema("      shrub:\n      tree: {description: Tall.}\n"));
  const run::NewRevision first = revision();
  REQUIRE(first.migration);
  CHECK(first.migration->proved == "up, down");
  upgrade();
  CHECK(kinds(*session) == Names{"shrub", "tree: Tall."});
  CHECK_FALSE(revision().migration);
  CHECK(run::check(project.environment).differences.empty());
  session->execute("INSERT INTO public.plant (code, kind) VALUES ('oak', 'tree')");
  CHECK_THROWS_AS(session->execute("INSERT INTO public.plant (code, kind) VALUES ('rock', 'stone')"),
                  pg::DatabaseError);

  project.write("schema.yaml", schema("      grass:\n      tree: {description: Taller.}\n"));
  const run::NewRevision second = revision();
  REQUIRE(second.migration);
  CHECK(second.migration->proved == "up, down");
  upgrade();
  CHECK(kinds(*session) == Names{"grass", "tree: Taller."});
  CHECK_FALSE(revision().migration);

  run::downgrade(project.environment, database.url(), run::read_migrations(project.environment), "-1", {});
  CHECK(kinds(*session) == Names{"shrub", "tree: Tall."});

  // A value in use cannot go: the migration fails as a whole and says why.
  upgrade();
  project.write("schema.yaml", schema("      grass:\n"));
  REQUIRE(revision().migration);
  CHECK_THROWS(upgrade());
  CHECK(kinds(*session) == Names{"grass", "tree: Taller."});
}
