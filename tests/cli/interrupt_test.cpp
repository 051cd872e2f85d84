// SIGINT and SIGTERM while a command has a statement in the server, and sessions that wait.
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::LiveWorkspace;
using test::Outcome;

namespace {

// The executable at work beside the test.
class Running {
 public:
  Running(LiveWorkspace& place, std::vector<std::string> arguments) : place_(place) {
    static int number = 0;
    name_ = "run" + std::to_string(++number);
    Command command;
    command.argv = {
        "env",
        "-u",
        "DATABASE_URL",
        "DATABASE_URL=" + place.database.url(),
        "sh",
        "-c",
        R"(name="$1"; shift; echo $$ >"$name.pid.new"; mv "$name.pid.new" "$name.pid"; exec "$@" >"$name.out" 2>&1 </dev/null)",
        "sh",
        name_,
        SCHEMAC_EXECUTABLE};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.folder = place.folder().string();
    thread_ = std::thread([this, command] { code_ = run_command(command).exit_code; });
  }
  ~Running() {
    if (thread_.joinable()) thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  void signal(int number) const {
    ::kill(static_cast<pid_t>(std::stoi(place_.read(name_ + ".pid"))), number);
  }
  Outcome wait() {
    thread_.join();
    return {code_, place_.read(name_ + ".out"), {}};
  }

 private:
  LiveWorkspace& place_;
  std::string name_;
  std::thread thread_;
  int code_ = -1;
};

bool within(std::chrono::milliseconds limit, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

const char* const sleeping =
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query ~ 'sleep|m_slow|COPY' AND pid <> "
    "pg_backend_pid()";
const char* const scratch = "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemac\\_scratch%'";

struct Place : LiveWorkspace {
  Place() : LiveWorkspace("interrupt") {
    write("schemac.yaml",
          "name: demo\nsql: [sql]\nlinkml: [demo.yaml]\nhooks: hooks\ndatabase: { scratch: target }\n");
    write("sql/a.sql", "-- none\n");
    write("demo.yaml",
          "id: https://example.org/demo\nname: demo\nimports: [linkml:types]\nprefixes: {linkml: "
          "https://w3id.org/linkml/}\n"
          "classes:\n  Reading:\n    tree_root: true\n    attributes:\n      id: {range: integer, "
          "identifier: true}\n");
  }
  void migration(const std::string& revision, const std::string& parents, const std::string& body) {
    write("migrations/" + revision + ".sql",
          "-- schemac migration " + revision + "\n-- parents: " + parents + "\n-- up\n" + body);
  }
  bool asleep() { return value(sleeping) != "0"; }
};

}  // namespace

TEST_CASE("an interrupt cancels what runs in the server, whichever command it is", "[interrupt]") {
  if (test::server() == nullptr) return;
  struct Case {
    std::string name;
    std::vector<std::string> command;
    int signal;
    std::function<void(Place&)> given;
    std::string nothing_left;  // a query that gives t
    std::string said;
  };
  const std::string sleep = "SELECT pg_sleep(60);\n";
  const auto slow_migration = [&](Place& place) {
    place.migration("one", "none",
                    "CREATE TABLE public.t (x int);\n" + sleep + "-- down\nDROP TABLE public.t;\n");
  };
  const std::vector<Case> cases = {
      {"upgrade",
       {"upgrade"},
       SIGINT,
       slow_migration,
       "to_regclass('public.t') IS NULL",
       "no changes were kept"},
      {"upgrade by SIGTERM",
       {"upgrade"},
       SIGTERM,
       slow_migration,
       "to_regclass('public.t') IS NULL",
       "no changes were kept"},
      {"step alone",
       {"upgrade"},
       SIGINT,
       [&](Place& place) {
         place.migration(
             "one", "none",
             "-- step: a\nCREATE TABLE public.t (x int);\n-- step: b  [no transaction]\n" + sleep);
       },
       "(SELECT count(*) FROM schemac.step WHERE state = 'started') = 0",
       "the first 1 of 2 steps are done and kept"},
      {"batches",
       {"upgrade"},
       SIGINT,
       [&](Place& place) {
         place.migration("one", "none",
                         "-- step: a\nCREATE TABLE public.t (x int PRIMARY KEY, y int);\nINSERT INTO "
                         "public.t SELECT i, i FROM "
                         "generate_series(1, 100) AS i;\n-- step: b  [batch 1]\nUPDATE public.t SET y = y + "
                         "1 WHERE (pg_sleep(1) IS "
                         "NOT NULL);\n");
       },
       "(SELECT count(*) FROM public.t WHERE y > x) < 100",
       "batches"},
      {"downgrade",
       {"downgrade", "base"},
       SIGTERM,
       [&](Place& place) {
         place.migration("one", "none",
                         "CREATE TABLE public.t (x int);\n-- down\nDROP TABLE public.t;\n" + sleep);
         REQUIRE(place.run({"upgrade"}).exit_code == 0);
       },
       "to_regclass('public.t') IS NOT NULL",
       "no changes were kept"},
      {"dry run",
       {"upgrade", "--dry-run"},
       SIGINT,
       slow_migration,
       "to_regclass('public.t') IS NULL",
       "interrupted"},
      {"check", {"check"}, SIGTERM, slow_migration, "true", "interrupted"},
      {"revision",
       {"revision", "--autogenerate", "-m", "two"},
       SIGINT,
       slow_migration,
       "true",
       "interrupted"},
      {"hook",
       {"upgrade"},
       SIGINT,
       [&](Place& place) {
         place.write("hooks/before-upgrade/a.sql", "CREATE TABLE public.t (x int);\n" + sleep);
       },
       "to_regclass('public.t') IS NULL",
       "interrupted"},
      {"refresh",
       {"refresh"},
       SIGTERM,
       [&](Place& place) {
         place.database.session().execute(
             "CREATE MATERIALIZED VIEW public.m_slow AS SELECT pg_sleep(60)::text AS x WITH NO DATA");
       },
       "NOT (SELECT relispopulated FROM pg_class WHERE relname = 'm_slow')",
       "cancelled"},
      {"load",
       {"load", "data.yaml"},
       SIGINT,
       [&](Place& place) {
         place.write("data.yaml", "- {id: 1}\n- {id: 2}\n");
         place.database.session().execute(
             "CREATE TABLE public.reading (id int PRIMARY KEY); CREATE FUNCTION public.slow() RETURNS "
             "trigger LANGUAGE plpgsql AS "
             "'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'; CREATE TRIGGER slow BEFORE INSERT ON "
             "public.reading FOR EACH ROW "
             "EXECUTE FUNCTION public.slow()");
       },
       "(SELECT count(*) FROM public.reading) = 0",
       "interrupted"},
  };
  for (const Case& one : cases) {
    DYNAMIC_SECTION(one.name) {
      Place place;
      one.given(place);
      Running run(place, one.command);
      const bool begun = within(std::chrono::seconds(30), [&] { return place.asleep(); });
      if (one.name == "batches") std::this_thread::sleep_for(std::chrono::milliseconds(1500));
      run.signal(one.signal);
      const Outcome outcome = run.wait();
      INFO(outcome.out);
      REQUIRE(begun);
      CHECK(outcome.exit_code == 128 + one.signal);
      CHECK(outcome.out.find(one.said) != std::string::npos);
      CHECK(within(std::chrono::seconds(3), [&] { return !place.asleep(); }));
      CHECK(within(std::chrono::seconds(3), [&] { return place.value(scratch) == "0"; }));
      CHECK(place.value("SELECT " + one.nothing_left) == "t");
      CHECK(within(std::chrono::seconds(3), [&] {
        return place.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0";
      }));
    }
  }
}

TEST_CASE("an interrupt between statements ends a wait for the lock", "[interrupt]") {
  if (test::server() == nullptr) return;
  Place place;
  place.migration("one", "none", "CREATE TABLE public.t (x int);\n");
  const auto holder = place.database.connect();
  holder->execute("SELECT pg_advisory_lock(32478922351141219)");
  for (const char* command : {"upgrade", "refresh"}) {
    Running run(place, {command});
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    run.signal(SIGTERM);
    const Outcome outcome = run.wait();
    INFO(outcome.out);
    CHECK(outcome.exit_code == 128 + SIGTERM);
    CHECK(outcome.out.find("waiting for") != std::string::npos);
  }
}

TEST_CASE("sessions that wait are not ended by the server's timeouts", "[interrupt]") {
  if (test::server() == nullptr) return;
  Place place;
  if (place.database.session().server_version_num() < 140000) return;
  test::server()->connect()->execute(
      "ALTER DATABASE " + place.database.name() + " SET idle_session_timeout = '300ms'; ALTER DATABASE " +
      place.database.name() + " SET idle_in_transaction_session_timeout = '300ms'");
  place.database.session().execute(
      "CREATE VIEW public.long AS SELECT 1 AS x, pg_sleep(3)::text AS s;"
      "CREATE MATERIALIZED VIEW public.m_slow AS SELECT * FROM public.long WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.after_one AS SELECT x FROM public.m_slow WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.after_two AS SELECT x FROM public.m_slow WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.apart AS SELECT 1 AS x WITH NO DATA");
  Running run(place, {"refresh", "-j", "2"});
  REQUIRE(within(std::chrono::seconds(20), [&] { return place.asleep(); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  const Outcome second = place.run({"refresh", "--no-wait"});
  CHECK(second.exit_code == 1);
  CHECK(second.err.find("holds the migration lock") != std::string::npos);
  // A worker that has nothing to do, and is ended all the same.
  place.value(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND "
      "state = 'idle' "
      "AND query LIKE '%schemac.refresh%' AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = "
      "'advisory')");
  const Outcome outcome = run.wait();
  INFO(outcome.out);
  CHECK(outcome.exit_code == 0);
  CHECK(place.value("SELECT count(*) FROM pg_class WHERE relkind = 'm' AND relispopulated") == "4");
}

TEST_CASE("a refresh that loses its lock stops", "[interrupt]") {
  if (test::server() == nullptr) return;
  Place place;
  place.database.session().execute(
      "CREATE MATERIALIZED VIEW public.m_slow AS SELECT pg_sleep(60)::text AS s WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.quick AS SELECT 1 AS x WITH NO DATA");
  Running run(place, {"refresh", "-j", "2"});
  REQUIRE(within(std::chrono::seconds(20), [&] { return place.asleep(); }));
  place.value("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'");
  const Outcome outcome = run.wait();
  INFO(outcome.out);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.find("the refresh was stopped") != std::string::npos);
  CHECK(outcome.out.find("done      public.quick") != std::string::npos);
  CHECK_FALSE(place.asleep());
}
