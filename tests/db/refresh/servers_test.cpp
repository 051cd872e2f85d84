// Refreshing where a server of its own is needed: orderly restarts, standbys, subscriptions, restored dumps.
#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/subprocess.h"
#include "db/refresh/own_server.h"

using namespace schemac;
using test::OwnServer;

namespace {

const std::vector<std::string> replicating = {"wal_level=logical", "max_wal_senders=10",
                                              "max_replication_slots=10"};

// A program of the server's, run as the server's user.
CommandResult run_server_program(std::vector<std::string> argv) {
  Command command;
  argv[0] = (*pg::find_binaries() / argv[0]).string();
  command.argv = std::move(argv);
  command.folder = "/";
  if (const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr) {
    command.user_id = user->pw_uid;
    command.group_id = user->pw_gid;
  }
  return run_command(command);
}

bool has_program(const std::string& name) {
  const auto binaries = pg::find_binaries();
  if (binaries && std::filesystem::exists(*binaries / name)) return true;
  WARN("skipped: no " << name);
  return false;
}

}  // namespace

TEST_CASE("an orderly restart keeps all counters: what was fresh stays so, what was written is seen",
          "[servers]") {
  NEED_SERVER();
  OwnServer server("restart");
  server.sql(
      "CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE MATERIALIZED VIEW counted AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW tracked AS SELECT n FROM u");
  server.track({"tracked"});
  server.refresh();
  CHECK(server.why("counted") == "fresh");
  CHECK(server.why("tracked") == "fresh");
  server.restart();
  CHECK(server.why("counted") == "fresh");
  CHECK(server.why("tracked") == "fresh");
  {
    // Still connected, and not yet reported, when the server stops.
    auto writer = pg::connect(server.url, pg::Settings::catalog);
    writer->execute("INSERT INTO public.t VALUES (1); INSERT INTO public.u VALUES (1)");
    server.restart();
  }
  CHECK(server.why("counted") == "1 row of public.t changed");
  CHECK(server.why("tracked") == "public.u was written");
  server.refresh();
  CHECK(server.why("counted") == "fresh");
  CHECK(server.why("tracked") == "fresh");
}

TEST_CASE("tables that a subscription writes, through a parent too, are always stale", "[servers]") {
  NEED_SERVER();
  OwnServer publisher("publisher", replicating);
  OwnServer subscriber("subscriber", replicating);
  const std::string tables =
      "CREATE TABLE part (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);"
      "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10)";
  publisher.sql(tables + "; CREATE PUBLICATION p FOR TABLE part WITH (publish_via_partition_root)");
  subscriber.sql(tables +
                 "; CREATE MATERIALIZED VIEW tracked AS SELECT n FROM part1; CREATE MATERIALIZED VIEW "
                 "counted AS SELECT id FROM part1");
  subscriber.track({"tracked", "counted"});
  subscriber.refresh();
  CHECK(subscriber.why("tracked") == "fresh");
  const std::string conninfo = "host=" + publisher.status().socket_folder.string() +
                               " port=5432 user=" + publisher.value("SELECT current_user") +
                               " dbname=" + publisher.value("SELECT current_database()");
  subscriber.sql("CREATE SUBSCRIPTION s CONNECTION '" + conninfo + "' PUBLICATION p");
  subscriber.wait_for("bool_and(srsubstate = 'r') FROM pg_subscription_rel");
  subscriber.refresh();
  CHECK(subscriber.why("tracked") == "a subscription writes part1");
  publisher.sql("INSERT INTO part VALUES (1, 1)");
  subscriber.wait_for("count(*) = 1 FROM public.part1");
  CHECK(subscriber.why("tracked") == "a subscription writes part1");
  // Gone, and what it wrote left no trace in the log.
  subscriber.sql_one_by_one(
      {"ALTER SUBSCRIPTION s DISABLE", "ALTER SUBSCRIPTION s SET (slot_name = NONE)", "DROP SUBSCRIPTION s"});
  CHECK(subscriber.why("tracked") == "a subscription writes part1, or did at its last refresh");
  subscriber.refresh();
  CHECK(subscriber.value("SELECT n FROM public.tracked") == "1");
  CHECK(subscriber.why("tracked") == "fresh");
  publisher.sql("SELECT pg_drop_replication_slot('s') FROM pg_replication_slots WHERE NOT active");
}

TEST_CASE("on a standby refresh is refused, and nothing is called fresh", "[servers][client_programs]") {
  NEED_SERVER();
  if (!has_program("pg_basebackup") || !has_program("pg_ctl")) return;
  OwnServer primary("primary", {"wal_level=replica", "max_wal_senders=10"});
  primary.sql(
      "CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE MATERIALIZED VIEW tracked AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW v AS SELECT n FROM u");
  primary.track({"tracked"});
  primary.refresh();
  const std::filesystem::path folder = primary.status().socket_folder / "standby";
  const CommandResult copied = run_server_program(
      {"pg_basebackup", "-D", folder.string(), "-d", primary.url, "-R", "-X", "stream", "-c", "fast"});
  INFO(copied.output);
  REQUIRE(copied.exit_code == 0);
  const CommandResult started = run_server_program(
      {"pg_ctl", "-w", "-D", folder.string(), "-l", (folder / "log").string(), "-o",
       "-k " + folder.string() + " -c cluster_name=schemac-test-standby -c port=5433", "start"});
  INFO(started.output);
  REQUIRE(started.exit_code == 0);
  std::string url = primary.url;
  const std::string user = primary.value("SELECT current_user");
  const std::string database = primary.value("SELECT current_database()");
  url = "host=" + folder.string() + " port=5433 user=" + user + " dbname=" + database;
  for (const bool dry_run : {false, true}) {
    primary.options.dry_run = dry_run;
    try {
      refresh(primary.project->environment, url, primary.options, primary.listener, primary.cancel);
      FAIL("refreshed a standby");
    } catch (const UserError& error) {
      CHECK(std::string(error.what()) == "the database is a standby: views are refreshed on its primary");
    }
  }
  {
    const auto session = pg::connect(url, pg::Settings::catalog);
    const ViewGraph graph = read_view_graph(*session);
    const std::vector<Staleness> verdicts = staleness(*session, graph);
    REQUIRE(verdicts.size() == 2);
    for (const Staleness& verdict : verdicts)
      CHECK(verdict.reason == "on a standby it is unknown what changed");
  }
  // Promoted it is a database like others, whose counters began anew.
  REQUIRE(run_server_program({"pg_ctl", "-w", "-D", folder.string(), "promote"}).exit_code == 0);
  {
    const auto session = pg::connect(url, pg::Settings::catalog);
    const ViewGraph graph = read_view_graph(*session);
    const std::vector<Staleness> verdicts = staleness(*session, graph);
    CHECK(verdicts[*graph.find("tracked")].reason ==
          "the server crashed or was promoted since its last refresh");
    CHECK(verdicts[*graph.find("v")].reason == "the change counters were reset since its last refresh");
    primary.options.dry_run = false;
    CHECK_FALSE(refresh(primary.project->environment, url, primary.options, primary.listener, primary.cancel)
                    .failed());
  }
  CHECK(run_server_program({"pg_ctl", "-w", "-m", "immediate", "-D", folder.string(), "stop"}).exit_code ==
        0);
}

TEST_CASE("after a crash of the server nothing that is tracked is fresh, once", "[servers]") {
  NEED_SERVER();
  OwnServer server("crash", {"max_prepared_transactions=2"});
  server.sql(
      "CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE MATERIALIZED VIEW v AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW w AS SELECT n FROM u");
  server.track({"v", "w"});
  server.refresh();  // makes the triggers, which wait for writers
  server.sql("BEGIN; INSERT INTO u VALUES (1); PREPARE TRANSACTION 'kept'");
  server.refresh();
  CHECK(server.why("w") == "fresh");
  server.crash();
  CHECK(server.why("v") == "the server crashed or was promoted since its last refresh");
  server.refresh();
  CHECK(server.why("v") == "fresh");
  // A prepared transaction outlives it, and is known again.
  CHECK(server.why("w") == "fresh");
  server.sql("COMMIT PREPARED 'kept'");
  CHECK(server.why("v") == "fresh");
  CHECK(server.why("w") == "public.u was being written during its last refresh");
  server.refresh();
  CHECK(server.why("w") == "fresh");
  CHECK(server.value("SELECT count(*) FROM public.w") == "1");
}

TEST_CASE("a restored dump is another database, in a server made like the first one too",
          "[servers][client_programs]") {
  NEED_SERVER();
  if (!has_program("pg_dump") || !has_program("psql")) return;
  OwnServer first("dumped");
  first.sql(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE MATERIALIZED VIEW v AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW w AS SELECT n FROM t");
  first.track({"v"});
  first.refresh();
  CHECK(first.why("v") == "fresh");
  const std::string dump = (first.status().socket_folder / "dump.sql").string();
  REQUIRE(run_server_program({"pg_dump", "-d", first.url, "-f", dump}).exit_code == 0);
  OwnServer second("restored");
  second.sql("DROP SCHEMA schemac CASCADE");
  const CommandResult restored =
      run_server_program({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", second.url, "-f", dump});
  INFO(restored.output);
  REQUIRE(restored.exit_code == 0);
  for (const char* view : {"v", "w"}) CHECK(second.why(view) == "it was refreshed in another database");
  // Its triggers count on.
  second.track({"v"});
  second.refresh();
  CHECK(second.why("v") == "fresh");
  second.sql("INSERT INTO t VALUES (2)");
  CHECK(second.why("v") == "public.t was written");
}
