// refresh against a real server: order, how, failures, cancelling, locks, and who may not.
#include <chrono>
#include <thread>

#include "db/refresh/fixture.h"
#include "ledger/ledger_lock.h"

using namespace schemac;
using test::RefreshFixture;
using Outcome = ViewOutcome;

namespace {

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

// t -> a (unique index) -> plain view p -> b; a -> function f() -> c; t -> d
const char* const chain = R"(
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t SELECT g, g FROM generate_series(1, 10) g;
CREATE MATERIALIZED VIEW a AS SELECT id, n FROM t;
CREATE UNIQUE INDEX ON a (id);
CREATE VIEW p AS SELECT id, n * 2 AS m FROM a;
CREATE MATERIALIZED VIEW b AS SELECT sum(m) AS s FROM p;
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(n) FROM a; END;
CREATE MATERIALIZED VIEW c AS SELECT f() AS s;
CREATE MATERIALIZED VIEW d AS SELECT count(*) AS n FROM t;
)";

struct Chain : RefreshFixture {
  explicit Chain(bool with_ledger = true) : RefreshFixture(with_ledger) {
    sql("SET search_path = public;" + std::string(chain));
  }
  std::size_t position(const std::string& view, Outcome outcome) const {
    const auto found = std::find(listener.events.begin(), listener.events.end(), std::pair(view, outcome));
    REQUIRE(found != listener.events.end());
    return static_cast<std::size_t>(found - listener.events.begin());
  }
};

}  // namespace

TEST_CASE("views are refreshed in order, through plain views and functions, each as it allows") {
  NEED_SERVER();
  Chain database;
  database.sql("UPDATE public.t SET n = n + 1");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  CHECK(RefreshFixture::of(report, "a").how == "concurrently");
  CHECK(RefreshFixture::of(report, "b").how == "plain");
  CHECK(RefreshFixture::of(report, "a").rows == 10);
  CHECK(RefreshFixture::of(report, "d").rows == 1);
  CHECK(database.position("a", Outcome::done) < database.position("b", Outcome::running));
  CHECK(database.position("a", Outcome::done) < database.position("c", Outcome::running));
  CHECK(
      database.value("SELECT (SELECT s FROM public.b), (SELECT s FROM public.c), (SELECT n FROM public.d)") ==
      "130,65,10");
  CHECK(database.value("SELECT view, outcome, how, rows, snapshot IS NOT NULL, finished >= started, project "
                       "FROM schemac.refresh ORDER BY view") ==
        "public.a,done,concurrently,10,t,t,demo;public.b,done,plain,1,t,t,demo;"
        "public.c,done,plain,1,t,t,demo;public.d,done,plain,1,t,t,demo");

  database.sql("INSERT INTO public.t VALUES (11, 11); DELETE FROM public.t WHERE id < 3");
  CHECK(RefreshFixture::of(database.refresh(), "a").rows == 9);
}

TEST_CASE("how: always, never, and by the view's own wish; unpopulated views are filled plainly") {
  NEED_SERVER();
  Chain database;
  database.options.concurrently = Concurrently::never;
  CHECK(RefreshFixture::of(database.refresh(), "a").how == "plain");
  database.options.concurrently = Concurrently::automatic;
  Environment& environment = database.project.environment;
  test::set_sources(environment, {test::view_with("a", {.concurrently = Concurrently::never})});
  CHECK(RefreshFixture::of(database.refresh(), "a").how == "plain");
  test::forget_sources(environment);
  database.sql("REFRESH MATERIALIZED VIEW public.a WITH NO DATA");
  CHECK(RefreshFixture::of(database.refresh(), "a").how == "plain");
  database.options.concurrently = Concurrently::always;
  database.options.keep_going = true;
  const RefreshReport report = database.refresh();
  CHECK(RefreshFixture::of(report, "a").how == "concurrently");
  CHECK(RefreshFixture::of(report, "b").reason.find("cannot refresh materialized view") != std::string::npos);
}

TEST_CASE("names: several forms, with dependents; an unknown one is told the nearest") {
  NEED_SERVER();
  Chain database;
  database.options.views = {"public.d"};
  CHECK(RefreshFixture::summary(database.refresh()) == "d done plain");
  database.options.views = {"a"};
  database.options.with_dependents = true;
  CHECK(database.refresh().views.size() == 3);
  database.options.views = {"public.aa"};
  const UserError unknown = refusal([&] { database.refresh(); });
  CHECK(std::string(unknown.what()) == "no view public.aa");
  CHECK(unknown.hint().find("public.a") != std::string::npos);
  database.options.views = {"p"};
  CHECK(std::string(refusal([&] { database.refresh(); }).what()).find("plain view") != std::string::npos);
  database.sql("CREATE SCHEMA s; CREATE MATERIALIZED VIEW s.d AS SELECT 1");
  database.options.views = {"d"};
  CHECK(std::string(refusal([&] { database.refresh(); }).what()) == "d is the name of several views");
}

TEST_CASE("a failure stops what reads the failed view; a rerun continues with what is left") {
  NEED_SERVER();
  Chain database;
  database.options.jobs = 1;
  database.options.keep_going = true;
  database.refresh();
  database.sql(
      "UPDATE public.t SET n = 1; INSERT INTO public.t VALUES (100, 0);"
      "CREATE OR REPLACE FUNCTION public.f() RETURNS bigint LANGUAGE sql STABLE "
      "BEGIN ATOMIC SELECT sum(1 / n) FROM public.a; END;"
      "CREATE MATERIALIZED VIEW public.e AS SELECT * FROM public.c");
  const RefreshReport report = database.refresh();
  CHECK(report.failed());
  CHECK(RefreshFixture::of(report, "c").outcome == Outcome::failed);
  CHECK(RefreshFixture::of(report, "c").reason == "division by zero");
  CHECK(RefreshFixture::of(report, "e").outcome == Outcome::skipped);
  CHECK(RefreshFixture::of(report, "e").reason == "public.c was not refreshed");
  for (const char* other : {"a", "b", "d"}) CHECK(RefreshFixture::of(report, other).outcome == Outcome::done);

  database.sql(
      "CREATE OR REPLACE FUNCTION public.f() RETURNS bigint LANGUAGE sql STABLE "
      "BEGIN ATOMIC SELECT sum(n) FROM public.a; END");
  const RefreshReport rerun = database.refresh();
  CHECK_FALSE(rerun.failed());
  CHECK(RefreshFixture::of(rerun, "c").outcome == Outcome::done);
  CHECK(RefreshFixture::of(rerun, "e").outcome == Outcome::done);
  for (const char* other : {"a", "b", "d"}) CHECK(RefreshFixture::of(rerun, other).outcome == Outcome::fresh);
  CHECK(database.project.reporter.said("continuing a refresh that was not finished"));
  // Now that all went well, everything is refreshed again.
  CHECK(RefreshFixture::of(database.refresh(), "a").outcome == Outcome::done);
}

TEST_CASE("without --keep-going nothing is started after a failure") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); INSERT INTO public.t VALUES (1);"
      "CREATE MATERIALIZED VIEW public.bad AS SELECT 1 / n AS x FROM public.t;"
      "CREATE MATERIALIZED VIEW public.other AS SELECT n FROM public.t;"
      "UPDATE public.t SET n = 0");
  database.options.jobs = 1;
  const RefreshReport report = database.refresh();
  CHECK(RefreshFixture::summary(report) == "bad failed, other skipped");
  CHECK(RefreshFixture::of(report, "other").reason == "not started after the failure");
}

TEST_CASE("a view that is dropped in between is told, and is no failure") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE MATERIALIZED VIEW public.a AS SELECT 1 AS x; CREATE MATERIALIZED VIEW public.b AS SELECT 1 AS "
      "x");
  database.options.jobs = 1;
  database.listener.on_change = [&](const ViewResult& view) {
    if (view.id.name == "a" && view.outcome == Outcome::done) {
      database.database.connect()->execute("DROP MATERIALIZED VIEW public.b");
    }
  };
  const RefreshReport report = database.refresh();
  CHECK(RefreshFixture::summary(report) == "a done plain, b gone");
  CHECK_FALSE(report.failed());
}

TEST_CASE("cancelling ends the running statements and starts nothing more") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE MATERIALIZED VIEW public.slow AS SELECT pg_sleep(30)::text AS x WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.after AS SELECT count(*) FROM public.slow WITH NO DATA");
  std::thread signal([&] {
    const std::string running =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
        "wait_event = 'PgSleep'";
    for (int tries = 0; tries < 1000 && database.value(running) != "1"; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    database.cancel = true;
  });
  const auto begin = std::chrono::steady_clock::now();
  const RefreshReport report = database.refresh();
  signal.join();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(28));
  CHECK(report.cancelled);
  CHECK(RefreshFixture::summary(report) == "slow cancelled, after skipped");
  CHECK(database.value("SELECT outcome FROM schemac.refresh ORDER BY id") == "cancelled;skipped");
  CHECK(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

TEST_CASE("timeouts: a statement that takes too long fails, a lock that is held is tried again") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); CREATE MATERIALIZED VIEW public.slow AS SELECT pg_sleep(30)::text AS x "
      "WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.held AS SELECT n FROM public.t");
  database.options.views = {"slow"};
  database.options.statement_timeout = "200ms";
  CHECK(RefreshFixture::of(database.refresh(), "slow").reason ==
        "canceling statement due to statement timeout");

  database.options.views = {"held"};
  database.options.statement_timeout = "";
  database.options.lock_timeout = "50ms";
  const auto reader = database.database.connect();
  reader->execute("BEGIN; SELECT count(*) FROM public.held");
  RefreshReport report;
  std::thread refreshing([&] { report = database.refresh_at_once(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  reader->execute("COMMIT");
  refreshing.join();
  CHECK(RefreshFixture::summary(report) == "held done plain");
  reader->execute("BEGIN; SELECT count(*) FROM public.held");
  report = database.refresh_at_once();
  CHECK(RefreshFixture::of(report, "held").reason == "canceling statement due to lock timeout");
}

TEST_CASE("views that somebody refreshes plainly are looked at without waiting") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "SET search_path = public; CREATE TABLE t (n int); CREATE MATERIALIZED VIEW v AS TABLE t;"
      "CREATE VIEW p AS TABLE v; CREATE MATERIALIZED VIEW w AS TABLE p");
  const auto other = database.database.connect();
  other->execute("BEGIN; REFRESH MATERIALIZED VIEW public.v");
  const auto session = database.database.connect();
  session->execute("SET lock_timeout = '3s'");
  const ViewGraph graph = read_view_graph(*session);
  CHECK(graph.views.size() == 3);
  CHECK_FALSE(staleness(*session, graph).empty());
  other->execute("ROLLBACK");
}

TEST_CASE("a deadlock is tried again") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); CREATE MATERIALIZED VIEW public.v AS SELECT n FROM public.t;"
      "ALTER DATABASE " +
      database.database.name() + " SET deadlock_timeout = '100ms'");
  // It reads v, refresh reads t: each then wants what the other has.
  const auto other = database.database.connect();
  other->execute("SET deadlock_timeout = '60s'; BEGIN; LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE");
  RefreshReport report;
  std::thread refreshing([&] { report = database.refresh_at_once(); });
  // Refresh holds v and waits for t.
  const auto watcher = test::server()->connect();
  while (watcher
             ->query("SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'",
                     {database.database.name()})
             .value() == "0") {
  }
  other->execute("SELECT count(*) FROM public.v; COMMIT");
  refreshing.join();
  CHECK(RefreshFixture::summary(report) == "v done plain");
}

TEST_CASE("one refresher at a time: a second one, or one during a migration, waits or leaves") {
  NEED_SERVER();
  Chain database;
  const auto migrating = database.database.connect();
  auto lock = std::make_unique<LedgerLock>(*migrating, database.project.environment);
  database.options.wait = false;
  const UserError busy = refusal([&] { database.refresh_at_once(); });
  CHECK(std::string(busy.what()).find("holds the migration lock") != std::string::npos);
  CHECK(busy.exit_code() == 1);
  database.options.wait = true;
  RefreshReport report;
  std::thread refreshing([&] { report = database.refresh_at_once(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  CHECK(database.listener.events.empty());
  lock.reset();
  refreshing.join();
  CHECK(report.views.size() == 4);
  CHECK_FALSE(report.failed());

  lock = std::make_unique<LedgerLock>(*migrating, database.project.environment);
  database.cancel = true;
  CHECK(std::string(refusal([&] { database.refresh_at_once(); }).what()) ==
        "cancelled while waiting for the migration lock");
}

TEST_CASE("without a ledger everything is refreshed and nothing kept") {
  NEED_SERVER();
  Chain database(false);
  CHECK_FALSE(database.refresh().failed());
  CHECK(database.value("SELECT to_regnamespace('schemac') IS NULL") == "t");
  CHECK(database.why("public.a") == "there is no refresh history");
  database.options.stale_only = true;
  CHECK(database.refresh().views.size() == 4);
}

TEST_CASE("a view of somebody else fails with its owner; the others go on") {
  NEED_SERVER();
  Chain database;
  const std::string role = "refresher_" + database.database.name();
  database.sql("CREATE ROLE " + role + " LOGIN; ALTER MATERIALIZED VIEW public.d OWNER TO " + role +
               "; GRANT USAGE, CREATE ON SCHEMA public TO " + role + "; GRANT SELECT ON public.t TO " + role);
  database.options.keep_going = true;
  std::string url = database.database.url();
  url += std::string(url.find('?') == std::string::npos ? "?" : "&") + "options=-c%20role%3D" + role;
  RefreshReport report =
      refresh(database.project.environment, url, database.options, database.listener, database.cancel);
  CHECK(RefreshFixture::of(report, "d").outcome == Outcome::done);
  const ViewResult& a = RefreshFixture::of(report, "a");
  CHECK(a.outcome == Outcome::failed);
  CHECK(a.reason.find("materialized view a (it belongs to ") != std::string::npos);
  database.wait_until_alone();
  // The ledger is not this role's to read: no history, no error.
  CHECK(database.value("SELECT count(*) FROM schemac.refresh") == "0");
  database.sql("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
}

TEST_CASE("declared dependencies order views, and a cycle of them is an error that prints it") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE MATERIALIZED VIEW public.x AS SELECT 1 AS n; CREATE MATERIALIZED VIEW public.y AS SELECT 2 AS "
      "n");
  database.options.jobs = 2;
  Artifact x, y;
  x.id = test::matview("x");
  y.id = test::matview("y");
  x.stated.declared = {y.id};
  test::set_sources(database.project.environment, {x, y});
  database.refresh();
  CHECK(database.listener.events.front().first == "y");
  y.stated.declared = {x.id};
  test::set_sources(database.project.environment, {x, y});
  CHECK(std::string(refusal([&] { database.refresh(); }).what()) ==
        "the views depend on each other: public.x -> public.y -> public.x");
}

TEST_CASE("a dry run says what would be done, and does nothing") {
  NEED_SERVER();
  Chain database;
  database.options.dry_run = true;
  const RefreshReport report = database.refresh();
  CHECK(report.views.size() == 4);
  CHECK(report.views.front().how == "concurrently");
  CHECK(database.value("SELECT count(*) FROM schemac.refresh") == "0");
}
