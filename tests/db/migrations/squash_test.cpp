// squash: one migration in place of a range, for databases before, inside and behind it.
#include "revise/squash.h"

#include "diff/diff.h"
#include "migration_run.h"
#include "pg/introspect.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

void write_migrations(MigrationProject& project) {
  project.migration(
      "m1", "none",
      "-- up\nCREATE TABLE public.a (id integer PRIMARY KEY);\n-- down\nDROP TABLE public.a;\n");
  project.migration(
      "m2", "m1",
      "-- up\nALTER TABLE public.a ADD COLUMN n integer;\n-- down\nALTER TABLE public.a DROP COLUMN n;\n");
  project.migration("m3", "m2",
                    "-- up\nALTER TABLE public.a ADD COLUMN tmp integer;\n-- down\nALTER TABLE public.a DROP "
                    "COLUMN tmp;\n");
  project.migration("m4", "m3",
                    "-- up\nALTER TABLE public.a DROP COLUMN tmp;\nCREATE INDEX a_n ON public.a (n);\n"
                    "-- down\nDROP INDEX public.a_n;\nALTER TABLE public.a ADD COLUMN tmp integer;\n");
  project.migration("m5", "m4",
                    "-- up\nCREATE TABLE public.b (id integer);\n-- down\nDROP TABLE public.b;\n");
}

std::string recorded(pg::Session& session) {
  return text(session, "SELECT revision, how FROM schemac.migration ORDER BY number");
}

}  // namespace

TEST_CASE("a squash stands for its range, wherever a database is") {
  NEED_SERVER();
  TestDatabase before, inside, behind, fresh;
  MigrationProject project(before.url());
  write_migrations(project);
  upgrade(project, before.url(), "m1");
  upgrade(project, inside.url(), "m3");
  inside.session().execute("INSERT INTO public.a VALUES (1, 2, 3)");
  upgrade(project, behind.url());

  const Squashed squashed = squash(project.environment, "m2..m4", "columns");
  INFO(project.diagnostics());
  const std::string squash = squashed.migration.revision;
  CHECK(squashed.replaced == std::vector<std::string>{"m2", "m3", "m4"});
  CHECK(squashed.migration.proved == "up, down");
  CHECK_FALSE(squashed.strung_together);
  const RevisionGraph graph = read_graph(project);
  CHECK(graph.order.size() == 3);
  CHECK(graph.replaced.size() == 3);

  upgrade(project, before.url());
  CHECK(recorded(before.session()) == "m1,applied;" + squash + ",applied;m5,applied");
  upgrade(project, inside.url());
  CHECK(recorded(inside.session()) == "m1,applied;" + squash + ",squashed;m5,applied");
  CHECK(text(inside.session(), "SELECT * FROM public.a") == "1,2");
  upgrade(project, behind.url());
  CHECK(text(behind.session(), "SELECT count(*) FROM schemac.migration WHERE revision = '" + squash + "'") ==
        "1");
  CHECK(upgrade(project, behind.url()).migrations.empty());
  upgrade(project, fresh.url());

  const Catalog wanted = pg::introspect(fresh.session());
  for (TestDatabase* const database : {&before, &inside, &behind})
    CHECK(diff(pg::introspect(database->session()), wanted).empty());

  // Behind the range the files may go, and the squash can be taken back as one.
  for (const char* const name : {"m2", "m3", "m4"})
    project.remove(std::string("migrations/") + name + ".sql");
  CHECK(upgrade(project, inside.url()).migrations.empty());
  downgrade(project, inside.url(), "m1");
  CHECK(recorded(inside.session()) == "m1,applied");
}

TEST_CASE("through the tool a database in the middle goes on, is shown, and goes back") {
  NEED_SERVER();
  Checkout place;
  write_migrations(place.project());
  place.said(0, {"upgrade", "m3"});
  place.session().execute("INSERT INTO public.a VALUES (1, 2, 3)");
  const std::string squashed = place.said(0, {"squash", "m2..m4", "-m", "columns"});
  CHECK_THAT(squashed, Catch::Contains("migrations/") && Catch::Contains("3 migrations are replaced"));
  CHECK_THAT(place.said(0, {"heads"}), Catch::Contains("m5"));
  CHECK_THAT(place.said(0, {"current"}), Catch::Contains("m3") && !Catch::Contains("m1"));
  CHECK_THAT(place.said(0, {"history"}), Catch::Contains("m3"));
  place.said(2, {"check"});
  place.said(1, {"upgrade", "--dry-run"});  // inside of a range: upgrade leads out of it

  const std::string upgraded = place.said(0, {"upgrade"});
  CHECK_THAT(upgraded, Catch::Contains("replaces 3 migrations"));
  CHECK(text(place.session(), "SELECT * FROM public.a") == "1,2");
  CHECK(text(place.session(), "SELECT message, how FROM schemac.migration ORDER BY number") ==
        "m1,applied;columns,squashed;m5,applied");
  CHECK_THAT(place.said(0, {"history"}), Catch::Contains("columns (applied)"));
  CHECK_THAT(place.run({"check"}).output, !Catch::Contains("drift"));
  place.said(0, {"downgrade", "m1"});
  CHECK(text(place.session(), "SELECT * FROM public.a") == "1");
  place.said(0, {"upgrade"});
  CHECK(text(place.session(), "SELECT * FROM public.a") == "1,NULL");
}

TEST_CASE("a database inside the range needs the files, and says so") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  write_migrations(project);
  upgrade(project, database.url(), "m2");
  squash(project.environment, "m2..m4", "");
  project.remove("migrations/m3.sql");
  try {
    upgrade(project, database.url());
    FAIL("should have been refused");
  } catch (const UserError& error) {
    CHECK(error.exit_code() == 3);
    CHECK(std::string(error.what()).find("needs m3, whose file is missing") != std::string::npos);
  }
  CHECK(recorded(database.session()) == "m1,applied;m2,applied");
}

TEST_CASE("a range that changes rows keeps its steps") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration(
      "m1", "none",
      "-- up\nSET search_path = public;\nCREATE TABLE a (id integer);\n-- down\nDROP TABLE public.a;\n");
  project.migration("m2", "m1", "-- up\nINSERT INTO public.a VALUES (7);\n-- down\nDELETE FROM public.a;\n");
  const Squashed squashed = squash(project.environment, "m1..m2", "");
  CHECK(squashed.strung_together);
  upgrade(project, database.url());
  CHECK(text(database.session(), "SELECT id FROM public.a") == "7");
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.migration") == "1");
}

TEST_CASE("what is no range is refused") {
  NEED_SERVER();
  MigrationProject project(server()->url);
  write_migrations(project);
  project.migration("side", "m3", "-- up\nCREATE TABLE public.side (id integer);\n");
  CHECK_THROWS_WITH(squash(project.environment, "m4..m2", ""), "m4 does not come before m2");
  CHECK_THROWS_WITH(squash(project.environment, "m2", ""), "'m2' is not a range");
  CHECK_THROWS_WITH(squash(project.environment, "m2..m2", ""), Catch::Contains("nothing to squash"));
  CHECK_THROWS_WITH(squash(project.environment, "m2..m4", ""),
                    "side follows m3, which lies inside the range");
  CHECK_THROWS_WITH(squash(project.environment, "m2..mx", ""), Catch::Contains("no revision 'mx'"));
}
