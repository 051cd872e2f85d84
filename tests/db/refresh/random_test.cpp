// Random changes and refreshes of what is stale; after each, every view that is called fresh must hold what
// its query yields. $SCHEMAC_REFRESH_STEPS: how many steps (default 30); the seed is printed with a failure
// and taken from $SCHEMAC_REFRESH_SEED.
#include <cstdlib>
#include <random>

#include "db/refresh/fixture.h"

using namespace schemac;
using test::RefreshFixture;

namespace {

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atoi(text);
}

const char* const schema = R"(
SET search_path = public;
CREATE TABLE t0 (id int PRIMARY KEY, n int);
CREATE TABLE t1 (id int, n int) PARTITION BY LIST (id);
CREATE TABLE t1_a PARTITION OF t1 FOR VALUES IN (0, 1, 2);
CREATE TABLE t1_b PARTITION OF t1 FOR VALUES IN (3, 4, 5);
CREATE TABLE t1_c (id int, n int);
CREATE TABLE t2 (id int, n int);
CREATE TABLE t2_child () INHERITS (t2);
CREATE TABLE t3 (id int REFERENCES t0 ON DELETE CASCADE, n int);
CREATE MATERIALIZED VIEW m0 AS SELECT id, n % 3 AS n FROM t0;
CREATE UNIQUE INDEX ON m0 (id);
CREATE VIEW p0 AS SELECT n, count(*) AS c FROM m0 GROUP BY n;
CREATE MATERIALIZED VIEW m1 AS SELECT * FROM p0;
CREATE MATERIALIZED VIEW m2 AS SELECT id, sum(n) AS n FROM t1 GROUP BY id;
CREATE UNIQUE INDEX ON m2 (id);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM t2; END;
CREATE MATERIALIZED VIEW m3 AS SELECT m2.id, m2.n, f() AS f FROM m2;
CREATE MATERIALIZED VIEW m4 AS SELECT t3.n, m1.c FROM t3 LEFT JOIN m1 ON m1.n = t3.n % 3;
CREATE MATERIALIZED VIEW m5 AS SELECT count(*) AS n FROM m4, t2_child;
)";

const std::vector<std::string> views = {"m0", "m1", "m2", "m3", "m4", "m5"};

// One change; %d is a number from 0 to 5.
const std::vector<std::string> changes = {
    "INSERT INTO t0 SELECT coalesce(max(id), 0) + 1, %d FROM t0",
    "UPDATE t0 SET n = n + 3 WHERE id % 6 = %d",
    "UPDATE t0 SET n = n + 1 WHERE id % 6 = %d",
    "DELETE FROM t0 WHERE id % 6 = %d",
    "INSERT INTO t1 VALUES (%d, 1)",
    "INSERT INTO t1_a VALUES (1, %d)",
    "DELETE FROM t1 WHERE id = %d",
    "UPDATE t1 SET n = n + %d",
    "TRUNCATE t1_b",
    "TRUNCATE t1",
    "BEGIN; TRUNCATE t2; INSERT INTO t2 VALUES (%d, 1); COMMIT",
    "INSERT INTO t2_child VALUES (%d, 1)",
    "UPDATE t2 SET n = %d",
    "DELETE FROM t2 WHERE id = %d",
    "INSERT INTO t3 SELECT id, %d FROM t0 LIMIT 2",
    "BEGIN; INSERT INTO t3 VALUES (NULL, %d); ROLLBACK",
    "BEGIN; SAVEPOINT a; DELETE FROM t3; ROLLBACK TO a; INSERT INTO t3 VALUES (NULL, %d); COMMIT",
    "COPY (SELECT 1) TO '/dev/null'",
    "ALTER TABLE t1 DETACH PARTITION t1_b",
    "ALTER TABLE t1 ATTACH PARTITION t1_b FOR VALUES IN (3, 4, 5)",
    "INSERT INTO t1_b VALUES (3, %d)",
    "CREATE OR REPLACE VIEW p0 AS SELECT n, count(*) + %d AS c FROM m0 GROUP BY n",
    "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) + %d "
    "FROM t2; END",
    "SET session_replication_role = replica; INSERT INTO t2 VALUES (%d, 0)",
    "REFRESH MATERIALIZED VIEW m0",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY m2",
    "REFRESH MATERIALIZED VIEW m4",
    "VACUUM t0",
    "VACUUM FULL t2",
    "SELECT pg_stat_reset()",
    "ALTER TABLE t2 DISABLE TRIGGER USER; INSERT INTO t2 VALUES (%d, 0)",
    "SELECT 1"};

std::string with_number(std::string text, int number) {
  const std::size_t at = text.find("%d");
  if (at != std::string::npos) text.replace(at, 2, std::to_string(number));
  return text;
}

// What of the views does not hold what its query yields.
std::vector<std::string> outdated(RefreshFixture& database) {
  std::vector<std::string> found;
  for (const std::string& view : views) {
    std::string query = database.value("SELECT pg_get_viewdef('public." + view + "'::regclass)");
    while (!query.empty() && (query.back() == ';' || query.back() == '\n')) query.pop_back();
    const std::string differs =
        database.value("SELECT EXISTS ((TABLE public." + view + " EXCEPT ALL (" + query + ")) UNION ALL ((" +
                       query + ") EXCEPT ALL TABLE public." + view + "))");
    if (differs == "t") found.push_back(view);
  }
  return found;
}

void run_steps(bool tracked) {
  const int steps = number_from("SCHEMAC_REFRESH_STEPS", 30);
  const int seed = number_from("SCHEMAC_REFRESH_SEED", static_cast<int>(std::random_device()() % 100000));
  INFO("SCHEMAC_REFRESH_SEED=" << seed);
  std::mt19937 random(static_cast<unsigned>(seed));
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  RefreshFixture database;
  database.sql(schema);
  database.options.stale_only = true;
  if (tracked) {
    database.options.tracked.emplace();
    for (const std::string& view : views) database.options.tracked->insert(test::matview(view));
  }
  std::vector<std::string> log;
  int fresh = 0;
  int needless = 0;
  for (int step = 0; step < steps; ++step) {
    for (std::size_t count = below(3); count > 0; --count) {
      const std::string change = with_number(changes[below(changes.size())], static_cast<int>(below(6)));
      log.push_back(change);
      try {
        database.sql_in_public(change);
      } catch (const pg::DatabaseError&) {
        log.back() += "  -- refused";  // attached twice, an unpopulated view, …
        database.wait_until_alone();
      }
    }
    const std::vector<std::string> wrong = outdated(database);
    for (const std::string& view : views) {
      const run::Staleness verdict = database.verdict(view);
      const bool outdated_now = std::find(wrong.begin(), wrong.end(), view) != wrong.end();
      if (!verdict.stale) ++fresh;
      if (verdict.stale && !outdated_now) ++needless;
      if (verdict.stale || !outdated_now) continue;
      std::string text;
      for (const std::string& line : log) text += line + ";\n";
      FAIL(view << " is called fresh and is not (" << verdict.reason << ") after\n" << text);
    }
    if (below(2) == 0) continue;
    const run::RefreshReport report = database.refresh();
    log.push_back("-- refresh: " + RefreshFixture::summary(report));
    REQUIRE_FALSE(report.failed());
    std::string text;
    for (const std::string& line : log) text += line + ";\n";
    INFO(text);
    REQUIRE(outdated(database).empty());
  }
  // A test in which nothing is ever called fresh proves nothing.
  CHECK(fresh > steps / 2);
  INFO("needlessly stale: " << needless);
}

}  // namespace

TEST_CASE("random changes never leave an outdated view that is called fresh, by counters", "[random]") {
  NEED_SERVER();
  run_steps(false);
}

TEST_CASE("random changes never leave an outdated view that is called fresh, by the log", "[random]") {
  NEED_SERVER();
  run_steps(true);
}
