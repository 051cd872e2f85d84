// Fresh or stale, without a log of changes: every doubt of refresh/staleness.h, met on a real server.
#include <csignal>
#include <thread>

#include "db/refresh/fixture.h"

using namespace schemac;
using test::RefreshFixture;

namespace {

struct Tables : RefreshFixture {
  // setup makes materialized view public.v; then all is refreshed, and v must be fresh.
  explicit Tables(const std::string& setup, const std::string& expected = "fresh") {
    sql("SET search_path = public;" + setup);
    refresh();
    CHECK(why("public.v") == expected);
  }
  void change(const std::string& text) { sql_in_public(text); }
};

const char* const one_table =
    "CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 1), (2, 2); CREATE MATERIALIZED VIEW v AS "
    "SELECT n FROM t;";

}  // namespace

TEST_CASE("rows that change make it stale, and a refresh fresh") {
  NEED_SERVER();
  Tables database(one_table);
  database.change("INSERT INTO t VALUES (3, 3)");
  CHECK(database.why("v") == "1 row of public.t changed");
  database.refresh();
  CHECK(database.why("v") == "fresh");
  database.change("UPDATE t SET n = n");
  CHECK(database.why("v") == "3 rows of public.t changed");
  database.refresh();
  database.change("DELETE FROM t");
  CHECK(database.why("v") == "3 rows of public.t changed");
  database.refresh();
  database.change("VACUUM ANALYZE t");
  database.change("CREATE INDEX ON t (n)");
  CHECK(database.why("v") == "fresh");
}

TEST_CASE("TRUNCATE and rewrites move no counter, and are seen") {
  NEED_SERVER();
  for (const char* change : {"TRUNCATE t", "BEGIN; TRUNCATE t; INSERT INTO t VALUES (1, 1), (2, 2); COMMIT",
                             "VACUUM FULL t", "ALTER TABLE t ADD COLUMN extra text"}) {
    CAPTURE(change);
    Tables database(one_table);
    database.change(change);
    CHECK(database.why("v") == "public.t was truncated, rewritten or altered");
  }
}

TEST_CASE("partitions and children: attached, detached, written") {
  NEED_SERVER();
  Tables database(
      "CREATE TABLE t (id int, n int) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES "
      "FROM (0) TO (10);"
      "CREATE TABLE t2 (id int, n int); INSERT INTO t2 VALUES (15, 1);"
      "CREATE TABLE base (n int); CREATE TABLE child () INHERITS (base);"
      "CREATE MATERIALIZED VIEW v AS SELECT n FROM t UNION ALL SELECT n FROM base");
  database.change("INSERT INTO t VALUES (1, 1)");
  CHECK(database.why("v") == "1 row of public.t1 changed");
  database.refresh();
  database.change("INSERT INTO child VALUES (1)");
  CHECK(database.why("v") == "1 row of public.child changed");
  database.refresh();
  database.change("ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (10) TO (20)");
  CHECK(database.why("v") == "it did not read public.t2 at its last refresh");
  database.refresh();
  CHECK(database.why("v") == "fresh");
  database.change("ALTER TABLE t DETACH PARTITION t2");
  CHECK(database.why("v") == "it no longer reads public.t2");
  database.change(
      "INSERT INTO t2 VALUES (16, 1); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (10) TO (20)");
  CHECK(database.why("v") == "public.t2 was truncated, rewritten or altered");
}

TEST_CASE("replaced definitions: plain views, functions, what string bodies may call, enum values") {
  NEED_SERVER();
  Tables database(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (n int, m mood); INSERT INTO t VALUES (1, "
      "'ok');"
      "CREATE VIEW p AS SELECT n, m FROM t;"
      "CREATE FUNCTION inner_f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
      "CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN public.inner_f($1); "
      "END';"
      "CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';"
      "CREATE OPERATOR +@+ (LEFTARG = int, RIGHTARG = int, FUNCTION = plus);"
      "CREATE MATERIALIZED VIEW v AS SELECT f(n) OPERATOR(public.+@+) 1 AS x, m::text FROM p");
  const auto stale_after = [&](const std::string& change) {
    CAPTURE(change);
    database.change(change);
    const std::string reason = database.why("v");
    CHECK(reason != "fresh");
    database.refresh();
    CHECK(database.why("v") == "fresh");
    return reason;
  };
  CHECK(stale_after("CREATE OR REPLACE VIEW p AS SELECT n + 1 AS n, m FROM t") == "public.p was replaced");
  CHECK(stale_after("CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE "
                    "AS 'BEGIN RETURN public.inner_f($1) + 1; END'") == "public.f was replaced");
  stale_after(
      "CREATE OR REPLACE FUNCTION inner_f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'");
  stale_after(
      "CREATE OR REPLACE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2'");
  CHECK(stale_after("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'") == "an enum or composite type changed");
}

TEST_CASE("queries whose result depends on more than their tables are never fresh") {
  NEED_SERVER();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"SELECT n FROM t WHERE now() > '2000-01-01'", "it calls now()"},
      {"SELECT n, CURRENT_DATE AS d FROM t", "it reads the current time or user"},
      {"SELECT n FROM t ORDER BY random()", "it calls random()"},
      {"SELECT n, age(timestamptz '2000-01-01') FROM t", "it calls age()"},
      {"SELECT (s || '')::timestamp AS x FROM t", "it casts text to timestamp without time zone"},
      {"SELECT n FROM t TABLESAMPLE system (10)", "it uses TABLESAMPLE"},
      {"SELECT n FROM t, pg_catalog.pg_class", "it reads the system catalog pg_class"},
      {"SELECT n FROM t, pg_catalog.pg_tables", "it reads the system catalog pg_tables"},
      {"SELECT n, vol() FROM t", "function vol is volatile"},
      {"SELECT n, dyn() FROM t", "it is unknown what function dyn reads"},
      {"SELECT n, tells_time() FROM t", "through public.tells_time: it calls now()"},
      {"SELECT n FROM over_now", "through public.over_now: it calls now()"},
      {"SELECT n FROM f", "it reads the foreign table f"},
      {"SELECT last_value AS n FROM seq", "it reads the sequence seq"},
      {"SELECT n FROM secret", "row security of secret decides what it sees"}};
  RefreshFixture database;
  database.sql(
      "SET search_path = public; CREATE TABLE t (n int, s text); CREATE SEQUENCE seq;"
      "CREATE FUNCTION vol() RETURNS int LANGUAGE sql AS 'SELECT 1';"
      "CREATE FUNCTION dyn() RETURNS bigint STABLE LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM "
      "public.t); END';"
      "CREATE FUNCTION tells_time() RETURNS timestamptz STABLE LANGUAGE sql BEGIN ATOMIC SELECT now(); END;"
      "CREATE VIEW over_now AS SELECT n FROM t WHERE now() IS NOT NULL;"
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (n int) "
      "SERVER s;"
      "CREATE TABLE secret (n int); ALTER TABLE secret ENABLE ROW LEVEL SECURITY;");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    database.sql("SET search_path = public; CREATE MATERIALIZED VIEW v" + std::to_string(i) + " AS " +
                 cases[i].first +
                 (cases[i].first.find("FROM f") == std::string::npos ? "" : " WITH NO DATA"));
  }
  database.options.keep_going = true;
  database.refresh();
  // The foreign table has no server behind it: its view is taken as refreshed.
  database.sql("REFRESH MATERIALIZED VIEW public.v0");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].first.find("FROM f") != std::string::npos) continue;
    CAPTURE(cases[i].first);
    CHECK(database.why("v" + std::to_string(i)).find(cases[i].second) == 0);
  }
}

TEST_CASE("a view that reads itself, by way of a function or plain view that was replaced, is never fresh") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "SET search_path = public; CREATE TABLE t (n int);"
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT 1; END;"
      "CREATE VIEW p AS SELECT n FROM t; CREATE MATERIALIZED VIEW v AS SELECT f() AS n;"
      "CREATE MATERIALIZED VIEW w AS SELECT count(*)::int AS n FROM p;"
      "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(n) + 1 FROM "
      "v; END;"
      "CREATE OR REPLACE VIEW p AS SELECT n FROM w UNION ALL SELECT n FROM t");
  for (int i = 0; i < 2; ++i) {
    CHECK_FALSE(database.refresh().failed());
    CHECK(database.why("v") == "it reads itself");
    CHECK(database.why("w") == "it reads itself");
  }
}

TEST_CASE("a foreign table, also as a partition, is a doubt", "[contrib]") {
  NEED_SERVER();
  if (!test::has_extension("file_fdw")) {
    WARN("skipped: no file_fdw");
    return;
  }
  Tables database(
      "CREATE EXTENSION file_fdw SCHEMA public; CREATE SERVER s FOREIGN DATA WRAPPER file_fdw;"
      "CREATE TABLE t (n int) PARTITION BY RANGE (n);"
      "CREATE FOREIGN TABLE f PARTITION OF t FOR VALUES FROM (0) TO (10) SERVER s OPTIONS (filename "
      "'/dev/null');"
      "CREATE MATERIALIZED VIEW v AS SELECT n FROM t",
      "it reads the foreign table f");
}

TEST_CASE("counters that cannot be believed: reset, counting switched off, another session just now") {
  NEED_SERVER();
  {
    Tables database(one_table);
    database.change("SELECT pg_stat_reset()");
    CHECK(database.why("v") != "fresh");
    // Back at the same numbers.
    database.change("INSERT INTO t VALUES (3, 3), (4, 4)");
    CHECK(database.why("v") == "the change counters were reset since its last refresh");
  }
  {
    Tables database(one_table);
    database.change(
        "SELECT pg_stat_reset_single_table_counters('t'::regclass); INSERT INTO t VALUES (3, 3), (4, 4)");
    CHECK(database.why("v") == "the change counters were reset since its last refresh");
  }
  {
    Tables database(one_table);
    database.change("ALTER DATABASE " + database.database.name() + " SET track_counts = off");
    CHECK(database.why("v") == "track_counts is off, here or for some role, database or function");
  }
  {
    Tables database(one_table);
    const auto other = database.database.connect();
    other->execute("INSERT INTO public.t VALUES (1, 1)");
    const auto session = database.database.connect();
    const ViewGraph graph = read_view_graph(*session);
    CHECK(staleness(*session, graph)[*graph.find("v")].stale);
  }
  {
    Tables database(one_table);
    const auto other = database.database.connect();
    other->execute("SELECT 1");
    const auto session = database.database.connect();
    const ViewGraph graph = read_view_graph(*session);
    CHECK(staleness(*session, graph)[*graph.find("v")].reason ==
          "1 other session is active just now, and may not have reported its changes yet");
  }
}

TEST_CASE("a copy of the database is another database") {
  NEED_SERVER();
  Tables database(one_table);
  const std::string copy = database.database.name() + "_copy";
  const auto server = test::server()->connect();
  server->execute("CREATE DATABASE " + copy + " TEMPLATE " + database.database.name());
  {
    const auto session = test::server()->connect(copy);
    const ViewGraph graph = read_view_graph(*session);
    CHECK(staleness(*session, graph)[*graph.find("v")].reason == "it was refreshed in another database");
  }
  server->execute("DROP DATABASE " + copy + " WITH (FORCE)");
}

TEST_CASE("views over views: a concurrent refresh that changes nothing leaves the readers fresh") {
  NEED_SERVER();
  Tables database(
      "CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 1); CREATE MATERIALIZED VIEW a AS SELECT id, "
      "n > 0 AS plus FROM t;"
      "CREATE UNIQUE INDEX ON a (id); CREATE VIEW p AS SELECT * FROM a; CREATE MATERIALIZED VIEW v AS SELECT "
      "* FROM p;"
      "CREATE MATERIALIZED VIEW w AS SELECT * FROM v");
  database.change("UPDATE t SET n = 2");
  CHECK(database.why("a") == "1 row of public.t changed");
  CHECK(database.why("p") == "public.a is stale");
  CHECK(database.why("v") == "public.a is stale");
  CHECK(database.why("w") == "public.v is stale");
  database.options.stale_only = true;
  const RefreshReport report = database.refresh();
  CHECK(RefreshFixture::of(report, "a").outcome == ViewOutcome::done);
  CHECK(RefreshFixture::of(report, "a").how == "concurrently");
  CHECK(RefreshFixture::of(report, "v").outcome == ViewOutcome::fresh);
  CHECK(RefreshFixture::of(report, "w").outcome == ViewOutcome::fresh);
  for (const char* view : {"a", "p", "v", "w"}) CHECK(database.why(view) == "fresh");

  database.change("UPDATE t SET n = -1");
  CHECK(RefreshFixture::of(database.refresh(), "w").outcome == ViewOutcome::done);
  // Somebody else's refresh.
  database.change("UPDATE t SET n = 1; REFRESH MATERIALIZED VIEW CONCURRENTLY a");
  CHECK(database.why("v") != "fresh");
  CHECK(database.why("w") != "fresh");
}

TEST_CASE("a view made anew, or emptied, is stale") {
  NEED_SERVER();
  Tables database(one_table);
  database.change("REFRESH MATERIALIZED VIEW v WITH NO DATA");
  CHECK(database.why("v") == "it has not been filled");
  database.refresh();
  database.change("DROP MATERIALIZED VIEW v; CREATE MATERIALIZED VIEW v AS SELECT n FROM t");
  CHECK(database.why("v") == "it was recreated since its last refresh");
}

TEST_CASE("after a crash of the server nothing is fresh") {
  NEED_SERVER();
  Tables database(one_table);
  const int started = std::stoi(database.value("SELECT extract(epoch FROM pg_postmaster_start_time())::int"));
  {
    const auto victim = database.database.connect();
    ::kill(victim->backend_pid(), SIGKILL);
  }
  for (int tries = 0; tries < 200; ++tries) {
    try {
      database.forget_watcher();
      database.wait_until_alone();
      break;
    } catch (const pg::DatabaseError&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  // The postmaster is the same, the counters start again: two more rows, and they are where they were.
  CHECK(std::stoi(database.value("SELECT extract(epoch FROM pg_postmaster_start_time())::int")) == started);
  database.change("INSERT INTO t VALUES (3, 3), (4, 4)");
  CHECK(database.why("v") == "the change counters were reset since its last refresh");
}
