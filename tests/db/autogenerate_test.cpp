// revision --autogenerate, merge, stamp and check against a real server.
#include "revise/autogenerate.h"
#include "apply/apply.h"
#include "apply/stamp.h"
#include "revise/check.h"
#include "revise/merge.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/server.h"
#include "workspace/migration_files.h"

using namespace schemac;
using test::MigrationProject;
using test::TestDatabase;

namespace {

const char* const first_sources = R"(CREATE TABLE public.t (id integer PRIMARY KEY, name text);
CREATE VIEW public.v AS SELECT name, count(*) AS n FROM public.t GROUP BY name;
CREATE MATERIALIZED VIEW public.mv AS SELECT name, n FROM public.v;
CREATE UNIQUE INDEX mv_name ON public.mv (name);
)";

struct SqlProject : MigrationProject {
  explicit SqlProject(const std::string& url) : MigrationProject(url) { environment.project.sql = {"sql"}; }

  NewRevision autogenerate(RevisionOptions options = {}) {
    collected = Diagnostics();
    options.autogenerate = true;
    NewRevision made = make_revision(environment, options);
    CHECK(diagnostics() == "");
    return made;
  }
  RevisionGraph graph() {
    collected = Diagnostics();
    RevisionGraph read = read_migrations(environment);
    CHECK(diagnostics() == "");
    return read;
  }
  ApplyReport upgrade(const std::string& word = "head") {
    return schemac::upgrade(environment, environment.database_url, graph(), word, {});
  }
  std::vector<std::string> check() {
    collected = Diagnostics();
    std::vector<std::string> found;
    for (const CheckDifference& d : schemac::check(environment).differences) {
      found.push_back(d.kind + " " + d.object + (d.attribute.empty() ? "" : " " + d.attribute));
    }
    CHECK(diagnostics() == "");
    return found;
  }
};

using Names = std::vector<std::string>;

}  // namespace

#define NEED_SERVER()                               \
  if (test::server() == nullptr) {                  \
    WARN("skipped: no PostgreSQL server binaries"); \
    return;                                         \
  }

TEST_CASE("autogenerate writes a proved migration, and nothing when there is nothing to do") {
  NEED_SERVER();
  TestDatabase database;
  SqlProject project(database.url());
  project.write("sql/a.sql", first_sources);
  const NewRevision made = project.autogenerate();
  REQUIRE(made.migration);
  CHECK(made.migration->proved == "up, down");
  CHECK(made.migration->message == "create table t; create view v; create materialized view mv");
  CHECK(made.migration->parents.empty());
  CHECK(project.files.exists(project.folder() / made.path));
  CHECK_FALSE(project.autogenerate().migration);
  std::filesystem::remove_all(project.folder() / "build");
  CHECK_FALSE(project.autogenerate().migration);

  CHECK(project.check() == Names{"pending-migration "});
  project.upgrade();
  CHECK(project.check() == Names{});

  // A changed view: it alone is replaced, and down brings the old one back.
  std::string changed = first_sources;
  changed.replace(changed.find("count(*)"), 8, "count(*) + 1");
  project.write("sql/a.sql", changed);
  CHECK(project.check() == Names{"not-migrated view public.v query"});
  const NewRevision second = project.autogenerate();
  REQUIRE(second.migration);
  CHECK(second.migration->parents == Names{made.migration->revision});
  REQUIRE(second.migration->up.size() == 1);
  CHECK(second.migration->proved == "up, down");
  project.upgrade();
  CHECK(project.check() == Names{});
  downgrade(project.environment, database.url(), project.graph(), "base", {});
  CHECK(project.check() == Names{"pending-migration ", "pending-migration "});
}

TEST_CASE("a dry run writes nothing, and a forbidden hazard refuses") {
  NEED_SERVER();
  TestDatabase database;
  SqlProject project(database.url());
  project.write("sql/a.sql", "CREATE TABLE public.t (id integer, name text);\n");
  project.autogenerate();
  project.write("sql/a.sql", "CREATE TABLE public.t (id integer);\n");
  RevisionOptions options;
  options.dry_run = true;
  CHECK(project.autogenerate(options).migration);
  CHECK(project.graph().order.size() == 1);
  options.dry_run = false;
  options.fail_on = {"all"};
  try {
    project.autogenerate(options);
    FAIL("not refused");
  } catch (const UserError& error) {
    CHECK(error.exit_code() == 3);
  }
  CHECK(project.graph().order.size() == 1);
}

TEST_CASE("check names what was changed by hand, by object and attribute") {
  NEED_SERVER();
  TestDatabase database;
  SqlProject project(database.url());
  project.write("sql/a.sql", first_sources);
  project.autogenerate();
  project.upgrade();
  database.session().execute(
      "ALTER TABLE public.t ADD COLUMN hand integer; CREATE INDEX hand_i ON public.t (name);"
      "COMMENT ON VIEW public.v IS 'x'; CREATE TABLE public.mine ()");
  const Names found = project.check();
  CHECK(found == Names{"drift table public.t column hand", "drift index public.t.hand_i",
                       "drift view public.v comment"});
  CHECK(schemac::check(project.environment).unmanaged == Names{"table public.mine"});
}

TEST_CASE("branches that commute are merged, others refused") {
  NEED_SERVER();
  TestDatabase database;
  SqlProject project(database.url());
  project.migration("m1", "none", "CREATE TABLE public.t (id integer);\n");
  project.migration("x1", "m1", "ALTER TABLE public.t ADD COLUMN x integer;\n");
  project.migration("y1", "m1", "ALTER TABLE public.t ADD COLUMN y integer;\n");
  const Merged merged = merge(project.environment, "both", {});
  CHECK(merged.migration.parents == Names{"x1", "y1"});
  CHECK(project.graph().heads() == Names{merged.migration.revision});
  CHECK(project.upgrade().current == Names{merged.migration.revision});

  project.migration("p1", "x1", "COMMENT ON TABLE public.t IS 'p';\n");
  project.migration("q1", "x1", "COMMENT ON TABLE public.t IS 'q';\n");
  try {
    merge(project.environment, "conflict", {"p1", "q1"});
    FAIL("not refused");
  } catch (const UserError& error) {
    CHECK(error.exit_code() == 3);
    CHECK(std::string(error.what()).find("table public.t: comment is ") != std::string::npos);
  }
}

TEST_CASE("stamp records without running, and takes over an edited text") {
  NEED_SERVER();
  TestDatabase database;
  SqlProject project(database.url());
  project.migration("m1", "none", "CREATE TABLE public.t (id integer);\n-- down\nDROP TABLE public.t;\n");
  project.migration("m2", "m1", "SELECT 1;\n");
  database.session().execute("CREATE TABLE public.t (id integer)");
  CHECK(stamp(project.environment, database.url(), project.graph(), "m1").current == Names{"m1"});
  CHECK(project.upgrade().migrations.size() == 1);
  project.migration("m1", "none",
                    "CREATE TABLE public.t (id integer); SELECT 2;\n-- down\nDROP TABLE public.t;\n");
  CHECK_THROWS_AS(project.upgrade(), UserError);
  stamp(project.environment, database.url(), project.graph(), "m2");
  CHECK(project.upgrade().migrations.empty());
  CHECK(stamp(project.environment, database.url(), project.graph(), "base").current.empty());
}
