// Random changes and refreshes of what is stale; after each, every view that is called fresh must hold what
// its query yields. Several sessions write at once: transactions stay open across refreshes, with the
// snapshot of their beginning, are rolled back, prepared, and cut off by a crash.
//
// $SCHEMAC_REFRESH_STEPS: how many steps (default 30); the seed is printed with a failure and taken from
// $SCHEMAC_REFRESH_SEED.
#include <cstdlib>
#include <map>
#include <random>

#include "db/refresh/own_server.h"

using namespace schemac;
using test::OwnServer;
using test::RefreshFixture;

namespace {

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atoi(text);
}

const char* const schema = R"(
CREATE TYPE pair AS (a int, b int);
CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TABLE t0 (id int PRIMARY KEY, n int);
CREATE TABLE t1 (id int, n int) PARTITION BY LIST (id);
CREATE TABLE t1_a PARTITION OF t1 FOR VALUES IN (0, 1, 2);
CREATE TABLE t1_b PARTITION OF t1 FOR VALUES IN (3, 4, 5);
CREATE TABLE above (id int, n int) PARTITION BY LIST (id);
CREATE TABLE t2 (id int, n int);
CREATE TABLE t2_child () INHERITS (t2);
CREATE TABLE t3 (id int REFERENCES t0 ON DELETE CASCADE, n int);
CREATE TABLE t4 (id int, n int);
CREATE TABLE t5 (p pair, m mood);
CREATE TABLE hidden (id int, n int);
INSERT INTO t5 VALUES (ROW(1, 2), 'calm');
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
CREATE MATERIALIZED VIEW m6 AS SELECT id, n FROM t4;
CREATE MATERIALIZED VIEW m7 AS SELECT p::text AS p, to_json(p)::text AS j, m::text AS m FROM t5;
CREATE FUNCTION dynamic() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.hidden); END';
CREATE MATERIALIZED VIEW m8 AS SELECT dynamic() AS n;
CREATE MATERIALIZED VIEW m9 AS SELECT n FROM t1_a;
)";

const std::vector<std::string> views = {"m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"};

// Rows; %d is a number from 0 to 5.
const std::vector<std::string> row_changes = {
    "INSERT INTO t0 SELECT coalesce(max(id), 0) + 1, %d FROM t0",
    "INSERT INTO t0 VALUES (%d, 1) ON CONFLICT (id) DO UPDATE SET n = t0.n + 1",
    "UPDATE t0 SET n = n + 3 WHERE id % 6 = %d",
    "UPDATE t0 SET n = n + 1 WHERE id % 6 = %d",
    "DELETE FROM t0 WHERE id % 6 = %d",
    "MERGE INTO t4 USING (SELECT %d AS id) s ON t4.id = s.id WHEN MATCHED THEN UPDATE SET n = n + 1 WHEN NOT "
    "MATCHED THEN "
    "INSERT VALUES (s.id, 0)",
    "INSERT INTO t1 VALUES (%d, 1)",
    "INSERT INTO t1_a VALUES (1, %d)",
    "UPDATE t1 SET id = (id + 3) % 6 WHERE id = %d",
    "DELETE FROM t1 WHERE id = %d",
    "UPDATE t1 SET n = n + %d",
    "INSERT INTO t2_child VALUES (%d, 1)",
    "UPDATE t2 SET n = %d",
    "DELETE FROM t2 WHERE id = %d",
    "DELETE FROM ONLY t2 WHERE id = %d",
    "INSERT INTO t3 SELECT id, %d FROM t0 LIMIT 2",
    "INSERT INTO t4 VALUES (%d, 1)",
    "DELETE FROM t4 WHERE id = %d",
    "INSERT INTO above VALUES (%d, 1)",
    "INSERT INTO hidden VALUES (%d, 1)",
    "UPDATE t5 SET p = ROW(%d, 2)::pair",
    "COPY t4 FROM PROGRAM 'printf \"%d\\t9\\n\"'",
    "COPY t1 FROM PROGRAM 'printf \"%d\\t9\\n\"'",
    "WITH gone AS (DELETE FROM t4 WHERE id = %d RETURNING *) INSERT INTO hidden SELECT * FROM gone"};

// What changes definitions, or is more than one statement.
const std::vector<std::string> other_changes = {
    "TRUNCATE t1_b",
    "TRUNCATE t1",
    "TRUNCATE t4",
    "TRUNCATE t0 CASCADE",
    "BEGIN; TRUNCATE t2; INSERT INTO t2 VALUES (%d, 1); COMMIT",
    "BEGIN; INSERT INTO t3 VALUES (NULL, %d); ROLLBACK",
    "BEGIN; SAVEPOINT a; DELETE FROM t3; ROLLBACK TO a; INSERT INTO t3 VALUES (NULL, %d); COMMIT",
    "ALTER TABLE t1 DETACH PARTITION t1_b",
    "ALTER TABLE t1 ATTACH PARTITION t1_b FOR VALUES IN (3, 4, 5)",
    "INSERT INTO t1_b VALUES (3, %d)",
    "ALTER TABLE above ATTACH PARTITION t4 DEFAULT",
    "ALTER TABLE above DETACH PARTITION t4",
    "ALTER TABLE above ATTACH PARTITION t4 DEFAULT; INSERT INTO above VALUES (%d, 7); ALTER TABLE above "
    "DETACH PARTITION t4",
    "ALTER TABLE above ATTACH PARTITION t1 FOR VALUES IN (0, 1, 2, 3, 4, 5)",
    "ALTER TABLE above DETACH PARTITION t1",
    "ALTER TABLE above ATTACH PARTITION t1 FOR VALUES IN (0, 1, 2, 3, 4, 5); UPDATE above SET n = n + 1 "
    "WHERE id = %d; "
    "ALTER TABLE above DETACH PARTITION t1",
    "ALTER TABLE t4 INHERIT t2",
    "ALTER TABLE t4 NO INHERIT t2",
    "ALTER TABLE t4 INHERIT t2; UPDATE t2 SET n = n + 1 WHERE id = %d; ALTER TABLE t4 NO INHERIT t2",
    "CREATE OR REPLACE VIEW p0 AS SELECT n, count(*) + %d AS c FROM m0 GROUP BY n",
    "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) + %d "
    "FROM t2; END",
    "ALTER TYPE pair ADD ATTRIBUTE c%d int",
    "ALTER TYPE pair RENAME ATTRIBUTE b TO c",
    "ALTER TYPE pair RENAME ATTRIBUTE c TO b",
    "ALTER TYPE mood RENAME VALUE 'calm' TO 'cool'",
    "ALTER TYPE mood RENAME VALUE 'cool' TO 'calm'",
    "SET session_replication_role = replica; INSERT INTO t2 VALUES (%d, 0)",
    "REFRESH MATERIALIZED VIEW m0",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY m2",
    "REFRESH MATERIALIZED VIEW m4",
    "REFRESH MATERIALIZED VIEW m6 WITH NO DATA",
    "VACUUM t0",
    "VACUUM FULL t2",
    "CLUSTER t0 USING t0_pkey",
    "ANALYZE",
    "SELECT pg_stat_reset()",
    "SELECT pg_stat_reset_single_table_counters('t0'::regclass)",
    "ALTER TABLE t2 DISABLE TRIGGER USER; INSERT INTO t2 VALUES (%d, 0)",
    "ALTER TABLE t4 DISABLE TRIGGER ALL; INSERT INTO t4 VALUES (%d, 0); ALTER TABLE t4 ENABLE ALWAYS TRIGGER "
    "ALL",
    "ALTER TABLE t0 ADD COLUMN extra%d int",
    "DROP TABLE t1_b; CREATE TABLE t1_b PARTITION OF t1 FOR VALUES IN (3, 4, 5)",
    "SELECT 1"};

// A file that changes without the server's knowing, read directly and as a partition.
const char* const foreign_schema = R"(
COPY (SELECT 3, 1) TO PROGRAM 'cat > far.data';
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE far (id int, n int) SERVER files OPTIONS (filename 'far.data');
CREATE TABLE near (id int, n int) PARTITION BY LIST (id);
CREATE TABLE near_a PARTITION OF near FOR VALUES IN (0, 1, 2);
CREATE MATERIALIZED VIEW m10 AS SELECT id, n FROM far;
CREATE MATERIALIZED VIEW m11 AS SELECT sum(n) AS n FROM near;
CREATE MATERIALIZED VIEW m12 AS SELECT m11.n, count(m9.n) AS c FROM m11, m9 GROUP BY m11.n;
)";

const std::vector<std::string> foreign_views = {"m10", "m11", "m12"};

const std::vector<std::string> foreign_changes = {
    "COPY (SELECT 4, %d) TO PROGRAM 'cat > far.data'",
    "COPY (SELECT 3, %d) TO PROGRAM 'cat >> far.data'",
    "ALTER TABLE near ATTACH PARTITION far FOR VALUES IN (3, 4, 5)",
    "ALTER TABLE near DETACH PARTITION far",
    "INSERT INTO near_a VALUES (1, %d)",
    "REFRESH MATERIALIZED VIEW m11"};

std::string with_number(std::string text, int number) {
  for (std::size_t at = text.find("%d"); at != std::string::npos; at = text.find("%d")) {
    text.replace(at, 2, std::to_string(number));
  }
  return text;
}

class RandomRun {
 public:
  RandomRun(bool tracked, unsigned seed)
      : random_(seed), tracked_(tracked), server_("random changes", {"max_prepared_transactions=10"}) {
    server_.sql(schema);
    if (test::has_extension("file_fdw")) {
      server_.sql(foreign_schema);
      views_.insert(views_.end(), foreign_views.begin(), foreign_views.end());
      other_changes_.insert(other_changes_.end(), foreign_changes.begin(), foreign_changes.end());
    }
    server_.options.stale_only = true;
    server_.options.keep_going = true;
    server_.options.lock_timeout = "30ms";
    if (tracked) server_.track(views_);
  }

  void run(int steps) {
    for (int step = 0; step < steps; ++step) {
      for (std::size_t count = below(4); count > 0; --count) act();
      check();
      if (below(2) == 0) refresh();
    }
    int needless = 0;
    std::string most;
    for (const auto& [doubt, count] : needless_) {
      needless += count;
      if (most.empty() || count > needless_.at(most)) most = doubt;
    }
    WARN((tracked_ ? "tracked: " : "by counters: ")
         << fresh_ << " times fresh, " << needless << " times needlessly stale in " << steps
         << " steps, most often since " << most);
    // A test in which nothing is ever called fresh proves nothing.
    CHECK(fresh_ > steps / 4);
  }

 private:
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  std::string pick(const std::vector<std::string>& from) {
    return with_number(from[below(from.size())], static_cast<int>(below(6)));
  }

  void note(const std::string& text) { log_ += text + ";\n"; }
  template <typename Do>
  bool attempt(const std::string& text, const Do& run_it) {
    try {
      run_it();
      note(text);
      return true;
    } catch (const pg::DatabaseError& error) {
      note(text + "  -- refused: " + error.facts().message);
      return false;
    }
  }

  // By counters a session that is open is a doubt about everything, so they are rarer and shorter there.
  void act() {
    const std::size_t what = below(tracked_ ? 10 : 30);
    if (what < (tracked_ ? 2 : 1)) return begin();
    if (what < 4 && !open_.empty()) return go_on(below(open_.size()));
    if (what < (tracked_ ? 6 : 12) && !open_.empty()) return finish(below(open_.size()));
    if (what < (tracked_ ? 7 : 15) && !prepared_.empty()) return finish_prepared();
    if (below(150) == 0) return crash();
    if (below(150) == 0) return restart();
    const std::string change = below(3) == 0 ? pick(other_changes_) : pick(row_changes);
    attempt(change, [&] { server_.sql_one_by_one({"SET lock_timeout = '30ms'", change}); });
    server_.wait_until_alone();
  }

  void begin() {
    if (open_.size() >= 3) return;
    auto session = pg::connect(server_.url, pg::Settings::catalog);
    const std::string mode = below(2) == 0 ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ";
    session->execute("SET search_path = public; SET lock_timeout = '30ms'; " + mode +
                     "; SELECT count(*) FROM t5");
    ++server_.held;
    note("/* " + std::to_string(session->backend_pid()) + " */ " + mode);
    open_.push_back(std::move(session));
    go_on(open_.size() - 1);
  }
  std::string whose(std::size_t at) { return "/* " + std::to_string(open_[at]->backend_pid()) + " */ "; }
  void go_on(std::size_t at) {
    const std::string change = below(6) == 0 ? "REFRESH MATERIALIZED VIEW m6" : pick(row_changes);
    if (!attempt(whose(at) + change, [&] { open_[at]->execute(change); })) end(at, "ROLLBACK");
  }
  void finish(std::size_t at) {
    const std::size_t how = below(6);
    const std::string name = "x" + std::to_string(++names_);
    if (how == 0) return end(at, "ROLLBACK");
    if (how == 1) prepared_.push_back(name);
    end(at, how == 1 ? "PREPARE TRANSACTION '" + name + "'" : "COMMIT");
  }
  void end(std::size_t at, const std::string& statement) {
    if (!attempt(whose(at) + statement, [&] { open_[at]->execute(statement); }) &&
        statement.starts_with("PREPARE"))
      prepared_.pop_back();
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
    --server_.held;
    server_.wait_until_alone();
  }
  void finish_prepared() {
    const std::string change =
        (below(3) == 0 ? "ROLLBACK PREPARED '" : "COMMIT PREPARED '") + prepared_.back() + "'";
    attempt(change, [&] { server_.sql(change); });
    prepared_.pop_back();
  }
  void end_all() {
    while (!open_.empty()) end(0, below(2) == 0 ? "COMMIT" : "ROLLBACK");
    while (!prepared_.empty()) finish_prepared();
  }
  void forget_sessions() {
    open_.clear();
    server_.held = 0;
  }
  void crash() {
    note("-- crash");
    server_.crash();
    forget_sessions();
  }
  void restart() {
    note("-- restart");
    server_.restart();
    forget_sessions();
  }

  // What of the views does not hold what its query yields.
  std::set<std::string> outdated() {
    std::set<std::string> found;
    {
      const auto session = pg::connect(server_.url, pg::Settings::catalog);
      session->execute("SET lock_timeout = '30ms'");
      for (const std::string& view : views_) {
        if (session->query("SELECT relispopulated FROM pg_class WHERE relname = $1", {view}).value() != "t")
          continue;
        std::string query = session->query("SELECT pg_get_viewdef('public." + view + "'::regclass)").value();
        while (!query.empty() && (query.back() == ';' || query.back() == '\n')) query.pop_back();
        const std::string differs =
            session
                ->query("SELECT EXISTS ((TABLE public." + view + " EXCEPT ALL (" + query + ")) UNION ALL ((" +
                        query + ") EXCEPT ALL TABLE public." + view + "))")
                .value();
        if (differs == "t") found.insert(view);
      }
    }
    server_.wait_until_alone();
    return found;
  }
  std::set<std::string> outdated_now() {
    try {
      return outdated();
    } catch (const pg::DatabaseError&) {
      end_all();  // one of them holds a lock
      return outdated();
    }
  }

  void check() {
    const std::set<std::string> wrong = outdated_now();
    for (const auto& [view, verdict] : server_.verdicts()) {
      if (view.front() != 'm') continue;
      const bool fresh = verdict == "fresh";
      if (fresh) ++fresh_;
      if (!fresh && !wrong.contains(view)) ++needless_[verdict];
      if (fresh && wrong.contains(view)) FAIL(view << " is called fresh and is not, after\n" << log_);
    }
  }

  void refresh() {
    const RefreshReport report = server_.refresh();
    note("-- refresh: " + RefreshFixture::summary(report));
    for (const ViewResult& view : report.views) {
      // Others may hold locks; a type may have changed under a view. Nothing else may fail.
      if (view.outcome != ViewOutcome::failed) continue;
      INFO(view.id.name << ": " << view.reason << "\n" << log_);
      CHECK(view.reason.find("lock timeout") != std::string::npos);
    }
    if (open_.empty() && prepared_.empty() && !report.failed()) {
      INFO(log_);
      REQUIRE(outdated_now().empty());
    }
  }

  std::mt19937 random_;
  bool tracked_;
  OwnServer server_;
  std::vector<std::string> views_ = views;
  std::vector<std::string> other_changes_ = other_changes;
  std::vector<std::unique_ptr<pg::Session>> open_;
  std::vector<std::string> prepared_;
  int names_ = 0;
  int fresh_ = 0;
  std::map<std::string, int> needless_;  // by the doubt
  std::string log_;
};

void run_steps(bool tracked) {
  const int seed = number_from("SCHEMAC_REFRESH_SEED", static_cast<int>(std::random_device()() % 100000));
  INFO("SCHEMAC_REFRESH_SEED=" << seed);
  RandomRun(tracked, static_cast<unsigned>(seed)).run(number_from("SCHEMAC_REFRESH_STEPS", 30));
}

}  // namespace

TEST_CASE("random changes never leave an outdated view that is called fresh, by counters", "[random]") {
  NEED_SERVER();
  run_steps(false);
}

TEST_CASE("random changes never leave an outdated view that is called fresh, tracked", "[random]") {
  NEED_SERVER();
  run_steps(true);
}
