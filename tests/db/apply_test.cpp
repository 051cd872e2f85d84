// upgrade and downgrade against a real server: transactions, steps outside them, crashes, locks, trust.
#include <thread>

#include "apply/apply.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/server.h"
#include "workspace/migration_files.h"

using namespace schemac;
using test::MigrationProject;
using test::TestDatabase;

namespace {

const char* const two_tables = R"(-- up
-- step: table a
CREATE TABLE public.a (id integer PRIMARY KEY, n integer);
-- step: table b
CREATE TABLE public.b (id integer PRIMARY KEY);
-- down
DROP TABLE public.b;
DROP TABLE public.a;
)";

ApplyReport upgrade(MigrationProject& project, const std::string& url, const std::string& word = "head",
                    RunOptions options = {}) {
  options.first_pause = std::chrono::milliseconds(5);
  project.collected = Diagnostics();
  const RevisionGraph graph = read_migrations(project.environment);
  REQUIRE(project.diagnostics() == "");
  return upgrade(project.environment, url, graph, word, options);
}

ApplyReport downgrade(MigrationProject& project, const std::string& url, const std::string& word) {
  project.collected = Diagnostics();
  const RevisionGraph graph = read_migrations(project.environment);
  REQUIRE(project.diagnostics() == "");
  return downgrade(project.environment, url, graph, word, {});
}

std::string text(pg::Session& session, const std::string& sql) {
  std::string out;
  for (const auto& row : session.query(sql).rows) {
    if (!out.empty()) out += ";";
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + row[i].value_or("NULL");
  }
  return out;
}

std::string tables(pg::Session& session) {
  return text(session,
              "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
              "ORDER BY 1");
}

template <typename Run>
UserError refusal(const Run& run_it) {
  try {
    run_it();
  } catch (const UserError& error) {
    return error;
  }
  FAIL("no UserError");
  return UserError("");
}

}  // namespace

#define NEED_SERVER()                               \
  if (test::server() == nullptr) {                  \
    WARN("skipped: no PostgreSQL server binaries"); \
    return;                                         \
  }

TEST_CASE("upgrade applies what is pending, records it, and then finds nothing to do") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", two_tables);
  project.migration(
      "m2", "m1", "ALTER TABLE public.a ADD COLUMN c text;\n-- down\nALTER TABLE public.a DROP COLUMN c;\n");

  const ApplyReport first = upgrade(project, database.url());
  CHECK(first.migrations.size() == 2);
  CHECK(first.current == std::vector<std::string>{"m2"});
  CHECK(tables(database.session()) == "a;b");
  CHECK(text(database.session(),
             "SELECT revision, parents, how, has_down FROM schemac.migration ORDER BY number") ==
        "m1,{},applied,t;m2,{m1},applied,t");
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.step") == "0");

  CHECK(upgrade(project, database.url()).migrations.empty());

  const ApplyReport down = downgrade(project, database.url(), "-1");
  CHECK(down.current == std::vector<std::string>{"m1"});
  CHECK(text(database.session(),
             "SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.a'::regclass AND attname = 'c'") ==
        "0");
  downgrade(project, database.url(), "base");
  CHECK(tables(database.session()) == "");
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.migration") == "0");
}

TEST_CASE("a migration that fails leaves nothing, and says where") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none",
                    "-- up\n-- step: one\nCREATE TABLE public.a (id int);\n-- step: two\nSELECT 1;\nSELECT "
                    "'ü', nothing FROM public.a;\n");
  const UserError error = refusal([&] { upgrade(project, database.url()); });
  CHECK(std::string(error.what()) == "upgrade to m1 failed at step 2 of 2, two; no changes were kept");
  CHECK(error.exit_code() == 1);
  const std::string shown = project.diagnostics();
  CHECK(shown.find(
            "migrations/m1.sql:8:13: error: column \"nothing\" does not exist [42703] [migration-failed]") !=
        std::string::npos);
  CHECK(tables(database.session()) == "");
}

TEST_CASE("settings of a migration do not reach the next one") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", "SET search_path = pg_catalog;\nCREATE TABLE public.a (id int);\n");
  project.migration("m2", "m1", "CREATE TABLE b (id int);\n");
  upgrade(project, database.url());
  CHECK(tables(database.session()) == "a;b");
}

TEST_CASE("steps outside a transaction are recorded and resumed") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  const std::string body = R"(-- up
-- step: table
CREATE TABLE public.a (id integer, n integer);
INSERT INTO public.a VALUES (1, 1), (2, 1);
-- step: index  [no transaction]
CREATE UNIQUE INDEX CONCURRENTLY a_n_idx ON public.a (n);
-- step: last
CREATE TABLE public.z (id integer);
)";
  project.migration("m1", "none", body);
  // Duplicates: the build fails and leaves an invalid index.
  const UserError error = refusal([&] { upgrade(project, database.url()); });
  CHECK(std::string(error.what())
            .find("failed at step 2 of 3, index; the first 1 of 3 steps are done and kept") !=
        std::string::npos);
  CHECK(text(database.session(),
             "SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.a_n_idx'::regclass") == "f");
  CHECK(text(database.session(), "SELECT number, state FROM schemac.step ORDER BY 1") == "0,done;1,started");
  // Another migration can't be begun, nor this one left out.
  CHECK(refusal([&] { downgrade(project, database.url(), "base"); }).hint() == "run `schemac upgrade m1`");

  database.session().execute("DELETE FROM public.a WHERE id = 2");
  upgrade(project, database.url());
  CHECK(project.reporter.said("is invalid after a failed build"));
  CHECK(text(database.session(),
             "SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.a_n_idx'::regclass") == "t");
  CHECK(tables(database.session()) == "a;z");
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.step") == "0");
}

TEST_CASE("a step that a crash left in doubt is decided by the catalog, or by a person") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration(
      "m1", "none",
      "CREATE TABLE public.a (id integer, n integer);\nCREATE TABLE public.log (n integer);\nCREATE "
      "PROCEDURE public.p() LANGUAGE sql AS 'INSERT INTO public.log VALUES (1)';\n");
  upgrade(project, database.url());
  project.migration("m2", "m1",
                    "-- up\n-- step: i  [no transaction]\nCREATE INDEX CONCURRENTLY i ON public.a (n);\n-- "
                    "step: call  [no transaction]\nCALL public.p();\n");
  const RevisionGraph graph = read_migrations(project.environment);
  const Migration& m2 = graph.migrations.at("m2");

  // As if killed after the index was built and before it was recorded.
  Ledger ledger(database.session(), "demo");
  database.session().execute("CREATE INDEX i ON public.a (n)");
  ledger.record_step({"m2", true, 0, "i", step_checksum(m2.up[0]), StepState::started, 0, {}});
  const auto before = text(database.session(), "SELECT 'public.i'::regclass::oid");
  upgrade(project, database.url());
  CHECK(text(database.session(), "SELECT 'public.i'::regclass::oid") == before);
  CHECK(text(database.session(), "SELECT count(*) FROM public.log") == "1");

  // A call can't be told from the catalog.
  project.migration("m3", "m2", "-- up\n-- step: call  [no transaction]\nCALL public.p();\n");
  const RevisionGraph later = read_migrations(project.environment);
  ledger.record_step(
      {"m3", true, 0, "call", step_checksum(later.migrations.at("m3").up[0]), StepState::started, 0, {}});
  const UserError error = refusal([&] { upgrade(project, database.url()); });
  CHECK(std::string(error.what())
            .find("the catalog does not show whether this statement ran: CALL public.p()") !=
        std::string::npos);
  CHECK(text(database.session(), "SELECT state FROM schemac.step") == "in doubt");
  RunOptions decided;
  decided.in_doubt = InDoubt::done;
  upgrade(project, database.url(), "head", decided);
  CHECK(text(database.session(), "SELECT count(*) FROM public.log") == "1");
  CHECK(text(database.session(), "SELECT string_agg(revision, ' ' ORDER BY number) FROM schemac.migration") ==
        "m1 m2 m3");
}

TEST_CASE("a [commit] ends the transaction, and a migration edited behind it is refused") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  const std::string start =
      "-- up\n-- step: enum  [commit]\nCREATE TYPE public.e AS ENUM ('a');\nALTER TYPE public.e ADD VALUE "
      "'b';\n-- step: use\n";
  project.migration("m1", "none", start + "SELECT 1/0;\n");
  CHECK_THROWS_AS(upgrade(project, database.url()), MigrationFailed);
  // What has not run may be mended, what has run may not.
  project.migration(
      "m1", "none",
      "-- up\n-- step: enum  [commit]\nCREATE TYPE public.e AS ENUM ('x');\n-- step: use\nSELECT 1;\n");
  CHECK(refusal([&] { upgrade(project, database.url()); }).exit_code() == 3);
  project.migration("m1", "none", start + "CREATE TABLE public.t (e public.e DEFAULT 'b');\n");
  upgrade(project, database.url());
  CHECK(tables(database.session()) == "t");
}

TEST_CASE("a batched step commits range by range and goes on where it stopped") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none",
                    "CREATE TABLE public.t (a integer, b text, n integer, PRIMARY KEY (a, b));\nINSERT INTO "
                    "public.t SELECT i / 10, 'k''' || i % 10, 0 FROM generate_series(0, 99) i;\n");
  upgrade(project, database.url());
  // The sixth range fails until the row that is in the way is gone.
  project.migration("m2", "m1",
                    "-- up\n-- step: backfill  [batch 15]\nUPDATE public.t AS x SET n = CASE WHEN a = 8 AND "
                    "b = 'k''3' THEN 1 / (SELECT count(*) FROM pg_class WHERE relname = 'go') ELSE n + 1 END "
                    "WHERE a >= 0 OR false;\n-- down\n");
  CHECK_THROWS_AS(upgrade(project, database.url()), MigrationFailed);
  CHECK(text(database.session(), "SELECT batches, batch_key, state FROM schemac.step") ==
        "5,[\"7\", \"k'4\"],started");
  CHECK(text(database.session(), "SELECT sum(n), max(n) FROM public.t") == "75,1");
  database.session().execute("CREATE TABLE public.go ()");
  upgrade(project, database.url());
  CHECK(text(database.session(), "SELECT sum(n), max(n) FROM public.t") == "100,1");
  CHECK(text(database.session(), "SELECT count(*) FROM schemac.step") == "0");
}

TEST_CASE("an edited applied migration is refused with what changed") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", two_tables);
  upgrade(project, database.url());
  std::string edited = two_tables;
  edited.replace(edited.find("n integer"), 9, "n bigint");
  project.migration("m1", "none", edited);
  const UserError error = refusal([&] { upgrade(project, database.url()); });
  CHECK(error.exit_code() == 3);
  CHECK(std::string(error.what()) == "m1 was edited after it was applied");
  CHECK(
      project.reporter.said("-CREATE TABLE public.a (id integer PRIMARY KEY, n integer);\n+CREATE TABLE "
                            "public.a (id integer PRIMARY KEY, n bigint);"));
  // Comments are no edit.
  project.migration("m1", "none", std::string("-- a word about it\n") + two_tables);
  CHECK(upgrade(project, database.url()).migrations.empty());
}

TEST_CASE("several heads are refused, and taken with heads") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", "CREATE TABLE public.a ();\n-- down\nDROP TABLE public.a;\n");
  project.migration("x1", "m1", "CREATE TABLE public.x ();\n-- down\nDROP TABLE public.x;\n");
  project.migration("y1", "m1", "CREATE TABLE public.y ();\n-- down\nDROP TABLE public.y;\n");
  const UserError error = refusal([&] { upgrade(project, database.url()); });
  CHECK(error.exit_code() == 3);
  CHECK(error.hint().find("schemac merge -m \"merge\" x1 y1") != std::string::npos);
  CHECK(project.reporter.said("  x1  x1"));
  CHECK(upgrade(project, database.url(), "heads").current == std::vector<std::string>{"x1", "y1"});
  downgrade(project, database.url(), "x1-1");
  CHECK(tables(database.session()) == "a;y");
}

TEST_CASE("downgrade works without the file") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", two_tables);
  project.migration("m2", "m1", "CREATE TABLE public.c ();\n-- down\nDROP TABLE public.c;\n");
  upgrade(project, database.url());
  project.remove("migrations/m2.sql");
  CHECK(refusal([&] { upgrade(project, database.url()); }).exit_code() == 3);
  downgrade(project, database.url(), "m1");
  CHECK(tables(database.session()) == "a;b");
  CHECK(upgrade(project, database.url()).migrations.empty());
  project.migration("m3", "m1", "CREATE TABLE public.d ();\n");
  upgrade(project, database.url());
  CHECK(std::string(refusal([&] { downgrade(project, database.url(), "m1"); }).what()) ==
        "m3 has no down part and cannot be reverted");
}

TEST_CASE("a lock that is not to be had is tried for again, up to a limit") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", two_tables);
  upgrade(project, database.url());
  project.migration("m2", "m1", "ALTER TABLE public.a ADD COLUMN c text;\n");
  const auto other = database.connect();
  other->execute("BEGIN; LOCK TABLE public.a IN ACCESS SHARE MODE");
  RunOptions options;
  options.lock_timeout = "10ms";
  options.lock_attempts = 3;
  CHECK_THROWS_AS(upgrade(project, database.url(), "head", options), MigrationFailed);
  CHECK(project.diagnostics().find("gave up after 3 attempts") != std::string::npos);
  options.lock_attempts = 1000;
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    other->execute("COMMIT");
  });
  const ApplyReport report = upgrade(project, database.url(), "head", options);
  release.join();
  CHECK(report.current == std::vector<std::string>{"m2"});
  CHECK(project.reporter.said("another session holds a lock that is needed; trying again"));
}

TEST_CASE("eight upgrades of one database at once: each migration is run once") {
  NEED_SERVER();
  TestDatabase database;
  std::vector<std::unique_ptr<MigrationProject>> projects;
  for (int i = 0; i < 8; ++i) {
    projects.push_back(std::make_unique<MigrationProject>(database.url()));
    projects.back()->migration("m1", "none", two_tables);
    projects.back()->migration("m2", "m1",
                               "-- up\n-- step: i [no transaction]\nCREATE INDEX CONCURRENTLY i ON public.a "
                               "(n);\n-- step: slow\nSELECT pg_sleep(0.05);\n");
  }
  std::vector<std::size_t> applied(projects.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < projects.size(); ++i) {
    threads.emplace_back([&, i] {
      const RevisionGraph graph = read_migrations(projects[i]->environment);
      applied[i] = upgrade(projects[i]->environment, database.url(), graph, "head", {}).migrations.size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::size_t all = 0;
  for (const std::size_t count : applied) all += count;
  CHECK(all == 2);
  CHECK(text(database.session(), "SELECT revision FROM schemac.migration ORDER BY number") == "m1;m2");
}

TEST_CASE("hooks run around every upgrade") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", "CREATE TABLE public.a ();\n");
  project.write("hooks/before-upgrade/1.sql", "CREATE TABLE IF NOT EXISTS public.h (t text);\n");
  project.write("hooks/before-upgrade/2.sql", "INSERT INTO public.h VALUES ('before');\n");
  project.write("hooks/after-upgrade/1.sql",
                "INSERT INTO public.h SELECT 'after ' || to_regclass('public.a');\n");
  upgrade(project, database.url());
  upgrade(project, database.url());
  CHECK(text(database.session(), "SELECT string_agg(t, ' ') FROM public.h") ==
        "before after a before after a");
  project.write("hooks/after-upgrade/2.sql", "SELECT 1;\nSELECT nope;\n");
  CHECK_THROWS_AS(upgrade(project, database.url()), UserError);
  CHECK(project.diagnostics().find("hooks/after-upgrade/2.sql:2:8: error") != std::string::npos);
}

TEST_CASE("a ledger that can't be written or is not understood is refused clearly") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  project.migration("m1", "none", two_tables);
  database.session().execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
  CHECK(std::string(refusal([&] { upgrade(project, database.url()); }).what()).find("is read-only") !=
        std::string::npos);
  database.session().execute("SET default_transaction_read_only = off; ALTER DATABASE " + database.name() +
                             " RESET default_transaction_read_only");
  upgrade(project, database.url());

  database.session().execute("UPDATE schemac.layout SET version = 99");
  CHECK(std::string(refusal([&] { upgrade(project, database.url()); }).what())
            .find("written by a newer schemac") != std::string::npos);
  database.session().execute("DELETE FROM schemac.layout");
  CHECK(std::string(refusal([&] { upgrade(project, database.url()); }).what())
            .find("schemac.layout is empty") != std::string::npos);
  database.session().execute(
      "INSERT INTO schemac.layout VALUES (1); ALTER TABLE schemac.migration DROP COLUMN checksum");
  CHECK(std::string(refusal([&] { upgrade(project, database.url()); }).what()).find("is damaged") !=
        std::string::npos);
}

TEST_CASE("an object that another project manages is not created") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject first(database.url(), "first");
  first.migration("m1", "none", std::string("-- creates: table public.a\n") + two_tables);
  upgrade(first, database.url());
  MigrationProject second(database.url(), "second");
  second.migration("s1", "none", "-- creates: table public.a\nCREATE TABLE IF NOT EXISTS public.a ();\n");
  CHECK(std::string(refusal([&] { upgrade(second, database.url()); }).what()) ==
        "s1 creates objects that another project manages here: table public.a (first)");
  CHECK(upgrade(first, database.url()).migrations.empty());
}
