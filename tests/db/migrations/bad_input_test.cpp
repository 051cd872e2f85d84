// What people hand in: each mistake is one clear line with the way out, and nothing is applied by halves.
#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

const char* const table_a = "-- up\nCREATE TABLE public.a (id integer);\n";

// The tool's output; it must fail with the code and leave no table.
std::string refused(MigrationProject& project, TestDatabase& database, int exit_code) {
  const CommandResult result = run_tool(project, database.url(), {"upgrade"});
  INFO(result.output);
  CHECK(result.exit_code == exit_code);
  CHECK(tables(database.session()) == "");
  return result.output;
}

}  // namespace

TEST_CASE("bad migrations are refused before anything is applied", "[bad input]") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", table_a);
  using Catch::Contains;
  SECTION("syntax error: the whole migration is taken back, at the place of the error") {
    project.migration("m1", "none",
                      "-- up\nCREATE TABLE public.a (id integer);\nCREATE TABEL public.b ();\n");
    const std::string output = refused(project, database, 1);
    CHECK_THAT(output, Contains("migrations/m1.sql:5:8") && Contains("syntax error") &&
                           Contains("no changes were kept"));
  }
  SECTION("no parents") {
    project.write("migrations/m2.sql", "-- up\nCREATE TABLE public.b (id integer);\n");
    CHECK_THAT(refused(project, database, 1), Contains("missing-parents") && Contains("-- parents:"));
  }
  SECTION("a missing parent") {
    project.migration("m2", "m0", "-- up\nSELECT 1;\n");
    CHECK_THAT(refused(project, database, 1), Contains("m2 follows m0, which does not exist"));
  }
  SECTION("two migrations of one id") {
    project.write("migrations/again.sql", "-- schemac migration m1\n-- parents: none\n-- up\nSELECT 1;\n");
    CHECK_THAT(refused(project, database, 1), Contains("revision m1 is used twice"));
  }
  SECTION("a cycle of parents") {
    project.migration("m1", "m2", table_a);
    project.migration("m2", "m1", "-- up\nSELECT 1;\n");
    CHECK_THAT(refused(project, database, 1), Contains("cycle") && Contains("->"));
  }
  SECTION("a file cut in the middle") {
    project.migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integ");
    CHECK_THAT(refused(project, database, 1),
               Contains("unfinished-statement") && Contains("if its end is missing"));
  }
  SECTION("a file cut in a string") {
    project.migration("m2", "m1", "-- up\nINSERT INTO public.a VALUES ('x");
    CHECK_THAT(refused(project, database, 1), Contains("unterminated-quote"));
  }
  SECTION("a file that is not text") {
    project.write("migrations/m2.sql", std::string("\0\1\2\xff", 4));
    refused(project, database, 1);
  }
}

TEST_CASE("CRLF and a byte order mark change nothing, not even the checksum", "[bad input]") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.write("migrations/m1.sql",
                "\xEF\xBB\xBF-- parents: none\r\n-- up\r\nCREATE TABLE public.a (id integer);\r\n");
  upgrade(project, database.url());
  project.write("migrations/m1.sql", "-- parents: none\n-- up\nCREATE TABLE public.a (id integer);\n");
  CHECK(upgrade(project, database.url()).migrations.empty());
}

TEST_CASE("databases that can't take a migration say why", "[bad input]") {
  NEED_SERVER();
  using Catch::Contains;
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", table_a);
  const auto admin = server()->connect();
  SECTION("read-only") {
    admin->execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    CHECK_THAT(refused(project, database, 1), Contains("is read-only (default_transaction_read_only is on)"));
  }
  SECTION("read-only, and behind") {
    upgrade(project, database.url());
    project.migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integer);\n");
    admin->execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    const CommandResult result = run_tool(project, database.url(), {"upgrade"});
    CHECK(result.exit_code == 1);
    CHECK_THAT(result.output, Contains("is read-only (default_transaction_read_only is on)"));
    CHECK_THAT(result.output, !Contains("migration-failed"));
  }
  SECTION("no privilege for the ledger") {
    admin->execute("DROP ROLE IF EXISTS schemac_guest; CREATE ROLE schemac_guest LOGIN");
    std::string url = database.url();
    const std::size_t at = url.find("://") + 3;
    const std::size_t user_end = url.find('@', at);
    REQUIRE(user_end != std::string::npos);
    url.replace(at, user_end - at, "schemac_guest");
    const auto refused_guest = [&] {
      const CommandResult result = run_tool(project, url, {"upgrade"});
      INFO(result.output);
      CHECK(result.exit_code == 1);
      CHECK_THAT(result.output,
                 Contains("no privilege") && Contains("the ledger") && Contains("GRANT CREATE ON DATABASE"));
      CHECK_THAT(result.output, !Contains("migration-failed"));
    };
    const auto one_line_of = [&](const std::vector<std::string>& words) {
      const CommandResult result = run_tool(project, url, words);
      INFO(words[0] << ": " << result.output);
      CHECK(result.exit_code == 1);
      CHECK_THAT(result.output, Contains("error: no privilege"));
      CHECK(result.output.find("error:") == result.output.rfind("error:"));
    };
    refused_guest();  // to make it
    upgrade(project, database.url());
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"check"},
                                               {"current"},
                                               {"history"},
                                               {"downgrade", "-1"},
                                               {"stamp", "m1"},
                                               {"upgrade", "--dry-run"},
                                               {"upgrade", "--sql"}})
      one_line_of(words);
    CHECK(run_tool(project, url, {"refresh"}).exit_code == 0);  // there is nothing to refresh
    CHECK(run_tool(project, url, {"views"}).exit_code == 0);
    project.migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integer);\n");
    refused_guest();  // to read it
    database.session().execute(
        "GRANT USAGE ON SCHEMA schemac TO schemac_guest; "
        "GRANT SELECT ON ALL TABLES IN SCHEMA schemac TO schemac_guest");
    CHECK(run_tool(project, url, {"current"}).exit_code == 0);
    refused_guest();  // to write it
    CHECK(tables(database.session()) == "a");
    admin->execute("DROP OWNED BY schemac_guest");
    database.session().execute("DROP OWNED BY schemac_guest; DROP ROLE schemac_guest");
  }
  SECTION("a ledger of a newer version") {
    upgrade(project, database.url());
    database.session().execute("INSERT INTO schemac.layout VALUES (99)");
    CHECK_THAT(run_tool(project, database.url(), {"upgrade"}).output,
               Contains("was written by a newer schemac (layout 99"));
  }
  SECTION("a ledger that was tampered with") {
    upgrade(project, database.url());
    database.session().execute("ALTER TABLE schemac.migration DROP COLUMN checksum");
    CHECK_THAT(run_tool(project, database.url(), {"upgrade"}).output, Contains("is damaged"));
  }
  SECTION("a ledger that misses a table is no empty ledger") {
    upgrade(project, database.url());
    database.session().execute("DROP TABLE schemac.step");
    const CommandResult result = run_tool(project, database.url(), {"upgrade"});
    CHECK(result.exit_code == 1);
    CHECK_THAT(result.output, Contains("is damaged") && Contains("schemac.step") && Contains("restore them"));
    CHECK(text(database.session(), "SELECT to_regclass('schemac.step')") == "NULL");
  }
  SECTION("an object that another project manages: nothing is begun") {
    MigrationProject other(database.url(), "other");
    other.migration("o1", "none",
                    "-- creates: table public.shared\n-- up\nCREATE TABLE public.shared (id integer);\n");
    upgrade(other, database.url());
    project.migration("m2", "m1",
                      "-- creates: table public.shared\n-- up\nCREATE TABLE public.shared (id integer);\n");
    const CommandResult result = run_tool(project, database.url(), {"upgrade"});
    CHECK(result.exit_code == 1);
    CHECK_THAT(result.output,
               Contains("m2 creates objects that another project manages here: table public.shared "
                        "(other)") &&
                   Contains("external:"));
    CHECK(tables(database.session()) == "shared");
  }
  SECTION("a checksum that was tampered with reads as an edited migration, exit code 3") {
    upgrade(project, database.url());
    database.session().execute("UPDATE schemac.migration SET checksum = 'sha256:0'");
    CHECK(run_tool(project, database.url(), {"upgrade"}).exit_code == 3);
  }
}

TEST_CASE("a thousand migrations are applied, found applied, and replayed", "[thousand]") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  std::string parent = "none";
  for (int i = 0; i < 1000; ++i) {
    const std::string revision = "r" + std::to_string(10000 + i);
    project.migration(revision, parent,
                      "-- up\n-- step: table\nCREATE TABLE public.t" + std::to_string(i) +
                          " (id integer PRIMARY KEY, name text);\n-- down\nDROP TABLE public.t" +
                          std::to_string(i) + ";\n");
    parent = revision;
  }
  CHECK(run_tool(project, database.url(), {"-q", "upgrade"}).exit_code == 0);
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.migration") == "1000");
  CHECK(run_tool(project, database.url(), {"-q", "upgrade"}).exit_code == 0);
  const CommandResult replayed = run_tool(project, database.url(), {"-q", "inspect", "migrations"});
  CHECK(replayed.exit_code == 0);
  CHECK_THAT(replayed.output, Catch::Contains("public.t999 "));
}
