// --views swap among many views and sessions: units side by side, readers that never wait, failures,
// cancelling, what a killed run leaves, and what others do to the views meanwhile.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <thread>

#include "db/refresh/fixture.h"
#include "support/witness.h"

using namespace schemac;
using test::RefreshFixture;
using Outcome = ViewOutcome;

namespace {

struct Swapping : RefreshFixture {
  explicit Swapping(const std::string& setup) {
    sql("SET search_path = public;" + setup);
    options.swap = true;
  }
  std::size_t position(const std::string& view, Outcome outcome) const {
    const auto found = std::find(listener.events.begin(), listener.events.end(), std::pair(view, outcome));
    REQUIRE(found != listener.events.end());
    return static_cast<std::size_t>(found - listener.events.begin());
  }
  std::string beside() {
    return value("SELECT relname FROM pg_class WHERE relname LIKE '%\\_\\_new%' ORDER BY 1");
  }
};

// Filled before the test: the delay is of the refresh alone.
const char* const slow_view =
    "CREATE FUNCTION nap(float) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM "
    "pg_catalog.pg_sleep($1); RETURN ''''; END';"
    "CREATE TABLE delay (seconds float); INSERT INTO delay VALUES (0); CREATE TABLE t (n int); INSERT INTO t "
    "VALUES (1);"
    "CREATE MATERIALIZED VIEW v AS SELECT n, (SELECT nap(seconds) FROM delay) AS slept FROM t;";

}  // namespace

TEST_CASE("swap: units are built side by side, each swapped in when it is complete") {
  NEED_SERVER();
  Swapping database(
      std::string(slow_view) +
      "CREATE VIEW p AS SELECT n FROM v; CREATE MATERIALIZED VIEW over AS SELECT sum(n) AS s FROM p;"
      "CREATE VIEW q AS SELECT s FROM over;"
      "CREATE MATERIALIZED VIEW w AS SELECT n, (SELECT nap(seconds) FROM delay) AS slept FROM t;"
      "UPDATE delay SET seconds = 0.4; UPDATE t SET n = 5");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  for (const char* view : {"v", "over", "w"}) {
    CHECK(RefreshFixture::of(report, view).how == "swap");
    CHECK(RefreshFixture::of(report, view).rows == 1);
  }
  CHECK(database.position("v", Outcome::running) < database.position("w", Outcome::built));
  CHECK(database.position("w", Outcome::running) < database.position("v", Outcome::built));
  CHECK(database.position("v", Outcome::built) < database.position("over", Outcome::running));
  CHECK(database.value("SELECT s FROM public.q") == "5");
  CHECK(database.value("SELECT pg_get_viewdef('public.p'::regclass) LIKE '%FROM public.v;',"
                       "pg_get_viewdef('public.q'::regclass) LIKE '%FROM public.over;'") == "t,t");
  CHECK(database.beside().empty());
  for (const char* view : {"v", "over", "w"}) CHECK(database.why(view) == "fresh");
  CHECK(database.value("SELECT view, how, outcome, rows, finished - started < interval '3 seconds' "
                       "FROM schemac.refresh ORDER BY view") ==
        "public.over,swap,done,1,t;public.v,swap,done,1,t;public.w,swap,done,1,t");
  database.sql("UPDATE public.t SET n = 6");
  CHECK(database.why("over") == "public.v is stale");
}

TEST_CASE("swap: a reader that polls never waits and never fails") {
  NEED_SERVER();
  Swapping database(std::string(slow_view) +
                    "CREATE VIEW p AS SELECT n FROM v; CREATE MATERIALIZED VIEW over AS SELECT n FROM p;"
                    "UPDATE delay SET seconds = 1; UPDATE t SET n = 2");
  const auto session = database.database.connect();
  test::Witness reader([&](int) {
    session->query("SELECT (SELECT n FROM public.v), (SELECT n FROM public.p), (SELECT n FROM public.over)");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  });
  const RefreshReport report = database.refresh_at_once();
  reader.stop();
  CHECK_FALSE(report.failed());
  CHECK(RefreshFixture::of(report, "v").duration >= std::chrono::seconds(1));
  CHECK(reader.trouble().empty());
  CHECK(reader.done() > 10);  // it did read meanwhile
  CHECK(reader.longest() <
        std::chrono::milliseconds(700));  // a busy machine; in place it were more than a second
  CHECK(database.value("SELECT n FROM public.over") == "2");
}

TEST_CASE("swap: a dry run says so") {
  NEED_SERVER();
  Swapping database(std::string(slow_view) +
                    "CREATE MATERIALIZED VIEW over AS SELECT n FROM v; CREATE UNIQUE INDEX ON over (n);"
                    "CREATE MATERIALIZED VIEW alone AS SELECT n FROM t; CREATE UNIQUE INDEX ON alone (n)");
  database.options.dry_run = true;
  std::map<std::string, std::string> how;
  for (const ViewResult& view : database.refresh().views) how[view.id.name] = view.how;
  // It reads one that is swapped, and so cannot stay.
  CHECK(how ==
        std::map<std::string, std::string>{{"v", "swap"}, {"over", "swap"}, {"alone", "concurrently"}});
}

TEST_CASE("swap: a failure leaves its unit as it was, and the others go on") {
  NEED_SERVER();
  Swapping database(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE MATERIALIZED VIEW a AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW bad AS SELECT 1 / n AS x FROM a; CREATE MATERIALIZED VIEW behind AS SELECT x "
      "FROM bad;"
      "CREATE MATERIALIZED VIEW other AS SELECT n FROM t; UPDATE t SET n = 0");
  database.options.keep_going = true;
  database.options.jobs = 1;
  const RefreshReport report = database.refresh();
  CHECK(report.failed());
  CHECK(RefreshFixture::of(report, "bad").outcome == Outcome::failed);
  CHECK(RefreshFixture::of(report, "bad").reason == "division by zero");
  CHECK(RefreshFixture::of(report, "a").outcome == Outcome::skipped);
  CHECK(RefreshFixture::of(report, "a").reason ==
        "public.bad was not refreshed, and both are swapped together");
  CHECK(RefreshFixture::of(report, "behind").outcome == Outcome::skipped);
  CHECK(RefreshFixture::of(report, "other").outcome == Outcome::done);
  CHECK(database.value(
            "SELECT (SELECT n FROM public.a), (SELECT x FROM public.bad), (SELECT n FROM public.other)") ==
        "1,1,0");
  CHECK(database.beside().empty());
  CHECK(database.value("SELECT view, outcome FROM schemac.refresh ORDER BY view") ==
        "public.a,skipped;public.bad,failed;public.behind,skipped;public.other,done");
  // The next run goes on with what is left.
  database.sql("UPDATE public.t SET n = 1");
  database.refresh();
  database.sql("UPDATE public.t SET n = 0");
  database.refresh();
  database.sql("CREATE OR REPLACE FUNCTION public.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  const RefreshReport rerun = database.refresh();
  CHECK(RefreshFixture::of(rerun, "other").outcome == Outcome::fresh);
  CHECK(RefreshFixture::of(rerun, "bad").outcome == Outcome::failed);
}

TEST_CASE("swap: cancelled, it drops what it built") {
  NEED_SERVER();
  Swapping database(std::string(slow_view) +
                    "CREATE MATERIALIZED VIEW over AS SELECT n, (SELECT nap(seconds * 100) FROM "
                    "delay) AS slept FROM v;"
                    "UPDATE delay SET seconds = 0.3");
  database.listener.on_change = [&](const ViewResult& view) {
    if (view.id.name == "over" && view.outcome == Outcome::running) database.cancel = true;
  };
  const RefreshReport report = database.refresh();
  CHECK(report.cancelled);
  CHECK(RefreshFixture::of(report, "over").outcome == Outcome::cancelled);
  CHECK(RefreshFixture::of(report, "v").outcome != Outcome::done);
  CHECK(database.beside().empty());
}

TEST_CASE("swap: what a killed run left behind is dropped by the next one, and shown by none") {
  NEED_SERVER();
  Swapping database(std::string(slow_view) +
                    "CREATE VIEW p AS SELECT n FROM v; CREATE MATERIALIZED VIEW over AS SELECT n, (SELECT "
                    "nap(seconds * 100) FROM delay) AS slept FROM p;"
                    "UPDATE delay SET seconds = 0.3");
  const std::string tool = std::string(SCHEMAC_BINARY_DIR) + "/bin/schemac";
  if (!std::filesystem::exists(tool)) {
    WARN("skipped: " << tool << " is not built");
    return;
  }
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::execl(tool.c_str(), tool.c_str(), "-q", "refresh", "--views", "swap", "--database-url",
            database.database.url().c_str(), nullptr);
    ::_exit(127);
  }
  const auto filling_over = [&] {
    return database.value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = "
               "'active' "
               "AND query LIKE 'REFRESH%over\\_\\_new%'") == "1";
  };
  bool filling = false;
  for (int tries = 0; tries < 1000 && !(filling = filling_over()); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  REQUIRE(filling);
  database.sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'REFRESH%' AND pid <> "
      "pg_backend_pid()");
  database.wait_until_alone();
  CHECK(database.beside() == "over__new;p__new;v__new");
  {
    const auto session = database.database.connect();
    CHECK(read_view_graph(*session).views.size() == 3);
  }
  database.wait_until_alone();
  database.sql("UPDATE public.delay SET seconds = 0; UPDATE public.t SET n = 7");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  CHECK(database.project.reporter.said("dropped public.over__new, a leftover of an interrupted refresh"));
  CHECK(database.project.reporter.said("continuing a refresh that was not finished"));
  CHECK(database.beside().empty());
  CHECK(database.value("SELECT n FROM public.over") == "7");
}

TEST_CASE("swap: views that somebody alters or drops meanwhile") {
  NEED_SERVER();
  Swapping database(std::string(slow_view) + "CREATE VIEW p AS SELECT n FROM v; UPDATE t SET n = 2");
  const auto meanwhile = [&](const std::string& sql) {
    database.listener.on_change = [&database, sql](const ViewResult& view) {
      if (view.outcome == Outcome::running) database.database.connect()->execute(sql);
    };
    const RefreshReport report = database.refresh();
    CHECK(database.beside().empty());
    return report.views.at(0);
  };
  for (const char* change : {"CREATE OR REPLACE VIEW public.p AS SELECT n + 1 AS n FROM public.v",
                             "GRANT SELECT ON public.v TO PUBLIC", "CREATE INDEX ON public.v (n)",
                             "COMMENT ON MATERIALIZED VIEW public.v IS 'mine'"}) {
    CAPTURE(change);
    const ViewResult result = meanwhile(change);
    CHECK(result.outcome == Outcome::failed);
    CHECK(result.reason == "views were altered or dropped during the build, so the new version is outdated");
  }
  CHECK(database.value("SELECT n FROM public.p") == "2");
  // Somebody's own refresh alters nothing.
  CHECK(meanwhile("REFRESH MATERIALIZED VIEW public.v").outcome == Outcome::done);
  const ViewResult held = meanwhile("CREATE VIEW public.newcomer AS SELECT n FROM public.v");
  CHECK(held.outcome == Outcome::failed);
  CHECK(held.reason == "cannot drop materialized view public.v because other objects depend on it");
  database.sql("UPDATE public.t SET n = 3");
  const ViewResult gone = meanwhile("DROP MATERIALIZED VIEW public.v CASCADE");
  CHECK(gone.outcome == Outcome::gone);
  CHECK(gone.reason == "it was dropped during the run");
}

TEST_CASE("swap: what cannot be pointed over keeps the view where it is, and that is said") {
  NEED_SERVER();
  Swapping database(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE MATERIALIZED VIEW v AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW over AS SELECT n FROM v;"
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(n) FROM over; END;"
      // A plain view that is only pointed over keeps its identity, and what holds on to it.
      "CREATE MATERIALIZED VIEW w AS SELECT n FROM t; CREATE VIEW p AS SELECT n FROM w;"
      "CREATE FUNCTION g() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(n) FROM p; END; UPDATE "
      "t SET n = 2");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  CHECK(RefreshFixture::of(report, "v").how == "plain");
  CHECK(RefreshFixture::of(report, "over").how == "plain");
  CHECK(RefreshFixture::of(report, "w").how == "swap");
  CHECK(database.project.reporter.said(
      "public.v is refreshed in place: function public.f() depends on public.over"));
  CHECK(database.value("SELECT public.f(), public.g()") == "2,2");
}

TEST_CASE("swap: queries run as the view's owner, names may be long") {
  NEED_SERVER();
  const std::string start(58, 'x');
  Swapping database(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1);"
      "CREATE MATERIALIZED VIEW " +
      start + "_one AS SELECT n FROM t; CREATE MATERIALIZED VIEW " + start +
      "_two AS SELECT n + 1 AS n FROM " + start + "_one; CREATE INDEX " + start + "_idx ON " + start +
      "_two (n);");
  const std::string role = "owner_" + database.database.name();
  database.sql("CREATE ROLE " + role + "; GRANT USAGE, CREATE ON SCHEMA public TO " + role +
               "; CREATE MATERIALIZED VIEW public.who AS SELECT current_user::text AS name;"
               "ALTER MATERIALIZED VIEW public.who OWNER TO " +
               role + "; UPDATE public.t SET n = 5");
  CHECK_FALSE(database.refresh().failed());
  CHECK(database.value("SELECT name = '" + role + "' FROM public.who") == "t");
  CHECK(database.value("SELECT pg_get_userbyid(relowner) = '" + role +
                       "' FROM pg_class WHERE relname = 'who'") == "t");
  CHECK(database.value("SELECT n FROM public." + start + "_two") == "6");
  CHECK(database.value("SELECT count(*) FROM pg_class WHERE relname LIKE 'xxx%'") == "3");
  CHECK(database.beside().empty());
  database.sql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("swap: an alias may have the view's name") {
  NEED_SERVER();
  Swapping database(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE MATERIALIZED VIEW v AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW over AS SELECT v.n, o.n AS m FROM t v JOIN v o ON v.n = o.n"
      " UNION ALL SELECT v.n, 0 FROM v;"
      "CREATE VIEW p AS SELECT v.n FROM v WHERE EXISTS (SELECT FROM t v WHERE v.n > 0); UPDATE t SET n = 2");
  const std::string before = database.value("SELECT pg_get_viewdef('public.over'::regclass)");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  CHECK(RefreshFixture::of(report, "over").how == "swap");
  CHECK(database.value("SELECT n, m FROM public.over ORDER BY m") == "2,0;2,2");
  CHECK(database.value("SELECT n FROM public.p") == "2");
  CHECK(database.value("SELECT pg_get_viewdef('public.over'::regclass)") == before);
}

TEST_CASE("swap: what cannot be built beside is refreshed in place, and that is said") {
  NEED_SERVER();
  Swapping database(
      "CREATE TABLE t (n int); INSERT INTO t VALUES (1);"
      "CREATE MATERIALIZED VIEW v AS SELECT n FROM t; CREATE TABLE v__new (n int);"
      "CREATE MATERIALIZED VIEW w AS SELECT n FROM t;"
      "CREATE MATERIALIZED VIEW over AS SELECT n, 'w'::regclass::oid AS which FROM w;"
      "CREATE MATERIALIZED VIEW x AS SELECT n FROM t;"
      "CREATE VIEW p AS SELECT n, 'x'::regclass::oid AS which FROM x;"
      "CREATE MATERIALIZED VIEW y AS SELECT n FROM t; UPDATE t SET n = 2");
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  for (const char* view : {"v", "w", "over", "x"}) CHECK(RefreshFixture::of(report, view).how == "plain");
  CHECK(RefreshFixture::of(report, "y").how == "swap");
  const auto said = [&](const std::string& reason) {
    return database.project.reporter.said("public." + reason);
  };
  CHECK(said(
      "v is refreshed in place: it cannot be built beside the old view: relation \"v__new\" already exists"));
  CHECK(said("w is refreshed in place: public.over__new would still depend on the old view"));
  CHECK(said("x is refreshed in place: public.p__new would still depend on the old view"));
  CHECK(database.value(
            "SELECT (SELECT n FROM public.v), (SELECT n FROM public.over), (SELECT n FROM public.p)") ==
        "2,2,2");
  CHECK(database.beside() == "v__new");
}
