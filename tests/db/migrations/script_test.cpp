// upgrade --sql and upgrade --dry-run.
#include "apply/upgrade_script.h"
#include "migration_run.h"
#include "revise/dry_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

void write_migrations(MigrationProject& project) {
  project.migration(
      "m1", "none",
      "-- creates: table public.a\n-- up\n-- step: table a\n"
      "CREATE TABLE public.a (id integer PRIMARY KEY, n integer, t text);\n"
      "-- step: rows\nINSERT INTO public.a SELECT i, NULL, E'it''s\\\\' FROM generate_series(1, 20) i;\n"
      "-- down\nDROP TABLE public.a;\n");
  project.migration("m2", "m1",
                    "-- up\n-- step: backfill  [batch 7]\nUPDATE public.a SET n = id WHERE n IS NULL;\n"
                    "-- step: index  [no transaction]\nCREATE INDEX CONCURRENTLY a_n_idx ON public.a (n);\n");
  project.migration(
      "m3", "m2",
      "-- up\n-- step: one  [commit]\nSET search_path = public;\nALTER TABLE a ADD COLUMN c text;\n"
      "-- step: two\nALTER TABLE public.a ADD COLUMN d text DEFAULT '-- down :x';\n");
}

std::string ledger(pg::Session& session) {
  return text(session,
              "SELECT revision, parents, checksum, up, down, has_down, creates, how FROM schemac.migration "
              "ORDER BY number");
}

}  // namespace

TEST_CASE("the script of upgrade --sql leaves what upgrade leaves, bookkeeping included") {
  NEED_SERVER();
  TestDatabase by_tool, by_script;
  MigrationProject project(by_tool.url());
  write_migrations(project);
  const RevisionGraph graph = read_graph(project);
  upgrade(project, by_tool.url());

  project.write("all.sql", upgrade_script(graph, graph.order, "demo", {}));
  const std::string script = (project.folder() / "all.sql").string();
  const CommandResult first = run_psql(by_script.url(), script);
  INFO(first.output);
  REQUIRE(first.exit_code == 0);
  CHECK(ledger(by_script.session()) == ledger(by_tool.session()));
  CHECK(text(by_script.session(), "SELECT * FROM public.a ORDER BY id") ==
        text(by_tool.session(), "SELECT * FROM public.a ORDER BY id"));
  CHECK(text(by_script.session(), "SELECT count(*) FROM schemac.step") == "0");
  CHECK(upgrade(project, by_script.url()).migrations.empty());

  const CommandResult again = run_psql(by_script.url(), script);
  CHECK(again.exit_code == 0);
  CHECK(again.output.find("is already applied") != std::string::npos);
}

TEST_CASE("the script stops where it must, keeps what is done, and goes on") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  write_migrations(project);
  const RevisionGraph graph = read_graph(project);
  project.write("rest.sql", upgrade_script(graph, {"m2"}, "demo", {}));
  const CommandResult orphan = run_psql(database.url(), (project.folder() / "rest.sql").string());
  CHECK(orphan.exit_code != 0);
  CHECK(orphan.output.find("m2 follows m1, which is not applied here") != std::string::npos);

  project.write("all.sql", upgrade_script(graph, graph.order, "demo", {}));
  const std::string script = (project.folder() / "all.sql").string();
  database.session().execute("SELECT pg_advisory_lock(32478922351141219)");
  CHECK(run_psql(database.url(), script).output.find("another session holds the migration lock") !=
        std::string::npos);
  database.session().execute("SELECT pg_advisory_unlock(32478922351141219)");

  // The second segment of m3 fails; the first is kept and not run again.
  database.session().execute("CREATE DOMAIN public.d AS text");
  project.write("fail.sql", upgrade_script(graph, {"m1", "m2"}, "demo", {}));
  CHECK(run_psql(database.url(), (project.folder() / "fail.sql").string()).exit_code == 0);
  database.session().execute("ALTER TABLE public.a ADD COLUMN d text");
  CHECK(run_psql(database.url(), script).exit_code != 0);
  CHECK(text(database.session(), "SELECT number, state FROM schemac.step") == "0,done");
  database.session().execute("ALTER TABLE public.a DROP COLUMN d");
  CHECK(run_psql(database.url(), script).exit_code == 0);
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.migration") == "3");
}

TEST_CASE("a dry run proves what is pending on the target's catalog and changes nothing") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  write_migrations(project);
  upgrade(project, database.url(), "m1");
  const DryRun dry_run = dry_run_upgrade(project.environment, database.url(), read_graph(project), "head");
  CHECK(dry_run.revisions == std::vector<std::string>{"m2", "m3"});
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.migration") == "1");

  database.session().execute("ALTER TABLE public.a ADD COLUMN d integer");  // in the way of m3
  try {
    dry_run_upgrade(project.environment, database.url(), read_graph(project), "head");
    FAIL("the dry run should have failed");
  } catch (const UserError& error) {
    CHECK(std::string(error.what()).find("m3 would fail in") != std::string::npos);
    CHECK(std::string(error.what()).find("\"d\"") != std::string::npos);
  }
}

TEST_CASE("the tool prints scripts and dry runs") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  write_migrations(project);
  const CommandResult offline = run_tool(project, "postgresql://nobody@/nowhere?host=/nonexistent",
                                         {"-q", "upgrade", "m1:head", "--sql"});
  INFO(offline.output);
  CHECK(offline.exit_code == 0);
  CHECK(offline.output.find("CREATE INDEX CONCURRENTLY a_n_idx") != std::string::npos);
  CHECK(offline.output.find("CREATE TABLE public.a") == std::string::npos);
  const CommandResult dry = run_tool(project, database.url(), {"upgrade", "--dry-run"});
  INFO(dry.output);
  CHECK(dry.exit_code == 0);
  CHECK(dry.output.find("CREATE TABLE public.a") != std::string::npos);
  CHECK(dry.output.find("3 migrations would run") != std::string::npos);
  CHECK(tables(database.session()) == "");
  CHECK(run_tool(project, database.url(), {"upgrade", "--dry-run", "--sql"}).exit_code == 64);
}

TEST_CASE("what stands behind a line break in a message is no SQL, wherever it is printed") {
  NEED_SERVER();
  for (const std::string line_break : {"\n", "\r", "\r\n"}) {
    TestDatabase by_script, by_file;
    MigrationProject project(by_script.url());
    for (TestDatabase* const database : {&by_script, &by_file})
      database->session().execute("CREATE TABLE public.keep (id integer)");
    const std::string evil = "tidy up" + line_break + "DROP TABLE public.keep;";
    const CommandResult made = run_tool(project, by_script.url(), {"-q", "revision", "-m", evil});
    INFO(made.output);
    REQUIRE(made.exit_code == 0);
    const std::string path = made.output.substr(0, made.output.find('\n'));
    CHECK(run_psql(by_file.url(), (project.folder() / path).string()).exit_code == 0);
    CHECK(tables(by_file.session()) == "keep");

    const std::string said = "tidy up" + std::string(line_break.size(), ' ') + "DROP TABLE public.keep;";
    const std::vector<std::vector<std::string>> shows = {
        {"history"}, {"heads"}, {"upgrade", "--dry-run"}, {"upgrade", "--sql"}};
    for (const std::vector<std::string>& words : shows) {
      const CommandResult shown = run_tool(project, by_script.url(), words);
      INFO(words.back() << ": " << shown.output);
      CHECK(shown.exit_code == 0);
      CHECK_THAT(shown.output, Catch::Contains(said));
      CHECK(shown.output.find('\r') == std::string::npos);
    }
    project.write("all.sql", run_tool(project, by_script.url(), {"-q", "upgrade", "--sql"}).output);
    const CommandResult ran = run_psql(by_script.url(), (project.folder() / "all.sql").string());
    INFO(ran.output);
    CHECK(ran.exit_code == 0);
    CHECK(tables(by_script.session()) == "keep");
    CHECK_THAT(run_tool(project, by_script.url(), {"current"}).output, Catch::Contains(said));
    CHECK(text(by_script.session(), "SELECT message FROM schemac.migration") == said);
  }
}

TEST_CASE("what a carriage return hides in a comment is run by all or by none") {
  NEED_SERVER();
  TestDatabase by_tool, by_script;
  MigrationProject project(by_tool.url());
  project.migration("m1", "none",
                    "-- up\n-- step: one\rCREATE TABLE public.a (id integer);\n"
                    "-- a note\rCREATE TABLE public.b (id integer);\nCREATE TABLE public.c (id integer);\n");
  const CommandResult dry = run_tool(project, by_tool.url(), {"upgrade", "--dry-run"});
  CHECK(dry.exit_code == 0);
  project.write("all.sql", run_tool(project, by_tool.url(), {"-q", "upgrade", "--sql"}).output);
  const CommandResult ran = run_psql(by_script.url(), (project.folder() / "all.sql").string());
  INFO(ran.output);
  REQUIRE(ran.exit_code == 0);
  REQUIRE(run_tool(project, by_tool.url(), {"upgrade"}).exit_code == 0);
  CHECK(tables(by_tool.session()) == "a;b;c");
  CHECK(tables(by_script.session()) == "a;b;c");
  CHECK(ledger(by_script.session()) == ledger(by_tool.session()));
}

TEST_CASE("a dry run cuts transactions as upgrade does") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  database.session().execute("CREATE TYPE public.color AS ENUM ('red')");
  project.migration("m1", "none",
                    "-- up\n-- step: value\nALTER TYPE public.color ADD VALUE 'blue';\n"
                    "-- step: use\nCREATE TABLE public.a (c public.color DEFAULT 'blue');\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"upgrade", "--dry-run"}, std::vector<std::string>{"upgrade"}}) {
    const CommandResult result = run_tool(project, database.url(), words);
    INFO(result.output);
    CHECK(result.exit_code == 1);
    CHECK_THAT(result.output, Catch::Contains("unsafe use of new value") && Catch::Contains("m1.sql:7:"));
  }
  project.migration(
      "m1", "none",
      "-- up\n-- step: path\nCREATE SCHEMA app;\nSET LOCAL search_path = app;\n-- step: table  [commit]\n"
      "CREATE TABLE a (id integer);\n-- step: behind\nCREATE TABLE public.b ();\n");
  CHECK(run_tool(project, database.url(), {"upgrade", "--dry-run"}).exit_code == 0);
  const CommandResult replayed = run_tool(project, database.url(), {"-q", "inspect", "migrations"});
  CHECK_THAT(replayed.output, Catch::Contains("app.a") && Catch::Contains("public.b"));
}

TEST_CASE("hooks of after-refresh run after a refresh that went well") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  database.session().execute(
      "CREATE TABLE public.noted (n serial, at text); CREATE TABLE public.t (a integer);"
      "CREATE MATERIALIZED VIEW public.v AS SELECT a FROM public.t");
  project.write("hooks/after-refresh/10_note.sql", "INSERT INTO public.noted (at) VALUES ('refreshed');\n");
  const CommandResult refreshed = run_tool(project, database.url(), {"refresh"});
  INFO(refreshed.output);
  CHECK(refreshed.exit_code == 0);
  CHECK(text(database.session(), "SELECT n, at FROM public.noted") == "1,refreshed");
  CHECK(run_tool(project, database.url(), {"refresh", "--dry-run"}).exit_code == 0);
  CHECK(text(database.session(), "SELECT count(*) FROM public.noted") == "1");
}
