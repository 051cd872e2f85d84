// Precise staleness: the log of changes.
#include <csignal>
#include <thread>

#include "db/refresh/fixture.h"

using namespace schemac;
using test::RefreshFixture;

namespace {

struct Tracked : RefreshFixture {
  explicit Tracked(const std::string& setup) {
    sql("SET search_path = public;" + setup);
    options.tracked = std::set<ObjectId>{test::matview("v")};
    refresh();
    CHECK(why("v") == "fresh");
  }
  void change(const std::string& text) { sql_in_public(text); }
  void stale_after(const std::string& text, const std::string& reason) {
    CAPTURE(text);
    change(text);
    CHECK(why("v") == reason);
    refresh();
    CHECK(why("v") == "fresh");
  }
};

const char* const setup =
    "CREATE TABLE root (id int PRIMARY KEY); INSERT INTO root VALUES (1), (2), (3);"
    "CREATE TABLE t (id int REFERENCES root ON DELETE CASCADE, n int); INSERT INTO t VALUES (1, 1), (2, 1);"
    "CREATE TABLE part (id int, n int) PARTITION BY RANGE (id);"
    "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10);"
    "CREATE TABLE spare (id int, n int);"
    "CREATE TABLE base (n int); CREATE TABLE child () INHERITS (base);"
    "CREATE TABLE other (n int);"
    "CREATE VIEW p AS SELECT n FROM part1;"
    "CREATE MATERIALIZED VIEW v AS SELECT n FROM t UNION ALL SELECT n FROM p UNION ALL SELECT n FROM child";

}  // namespace

TEST_CASE("the log sees every way to write, and nothing else makes a view stale") {
  NEED_SERVER();
  Tracked database(setup);
  database.stale_after("INSERT INTO t VALUES (1, 5)", "public.t was written");
  database.stale_after("UPDATE t SET n = 2", "public.t was written");
  database.stale_after("DELETE FROM t WHERE n = 5", "public.t was written");
  const auto copying = database.database.connect();
  bool sent = false;
  copying->copy_in("COPY public.t FROM STDIN", [&]() -> std::string_view {
    return std::exchange(sent, true) ? std::string_view() : std::string_view("2\t7\n");
  });
  copying->execute("SELECT pg_stat_force_next_flush()");
  const auto looker = database.database.connect();
  const run::ViewGraph graph = run::read_view_graph(*looker);
  CHECK(run::staleness(*looker, graph)[*graph.find("v")].reason == "public.t was written");
}

TEST_CASE("through parents, cascades, replica mode, savepoints, TRUNCATE") {
  NEED_SERVER();
  Tracked database(setup);
  database.stale_after("INSERT INTO part VALUES (1, 1)", "public.part1 was written");
  database.stale_after("INSERT INTO part1 VALUES (2, 1)", "public.part1 was written");
  database.stale_after("INSERT INTO child VALUES (1)", "public.child was written");
  database.stale_after("UPDATE base SET n = 2", "public.child was written");
  database.stale_after("DELETE FROM root WHERE id = 1", "public.t was written");
  database.stale_after("SET session_replication_role = replica; INSERT INTO t VALUES (9, 9)",
                       "public.t was written");
  database.stale_after("BEGIN; SAVEPOINT a; INSERT INTO t VALUES (2, 9); RELEASE a; COMMIT",
                       "public.t was written");
  database.stale_after("TRUNCATE t", "public.t was truncated, rewritten or altered");
  database.stale_after("TRUNCATE part", "public.part1 was truncated, rewritten or altered");
  // What was rolled back, what is not read.
  for (const char* nothing : {"BEGIN; INSERT INTO t VALUES (2, 2); ROLLBACK", "INSERT INTO other VALUES (1)",
                              "BEGIN; SAVEPOINT a; INSERT INTO t VALUES (2, 9); ROLLBACK TO a; COMMIT",
                              "SELECT pg_stat_reset()", "VACUUM ANALYZE t"}) {
    CAPTURE(nothing);
    database.change(nothing);
    CHECK(database.why("v") == "fresh");
  }
}

TEST_CASE("other sessions may be busy: what is not committed is not there, what is committed is") {
  NEED_SERVER();
  Tracked database(setup);
  const auto writer = database.database.connect();
  const auto looker = database.database.connect();
  const auto stale = [&] {
    const run::ViewGraph graph = run::read_view_graph(*looker);
    return run::staleness(*looker, graph)[*graph.find("v")].stale;
  };
  writer->execute("BEGIN; INSERT INTO public.t VALUES (2, 2)");
  CHECK_FALSE(stale());
  // Refreshed while the writer is at work: its change is not in, and is known not to be.
  database.refresh_at_once();
  CHECK_FALSE(stale());
  writer->execute("COMMIT");
  CHECK(stale());
  database.refresh_at_once();
  CHECK_FALSE(stale());
}

TEST_CASE("partitions attached later get the trigger; triggers that are touched are a doubt, and mended") {
  NEED_SERVER();
  Tracked database(
      "CREATE TABLE part (id int, n int) PARTITION BY RANGE (id); CREATE TABLE part1 PARTITION OF part FOR "
      "VALUES FROM (0) TO (10);"
      "CREATE TABLE spare (id int, n int); CREATE MATERIALIZED VIEW v AS SELECT n FROM part");
  database.stale_after("ALTER TABLE part ATTACH PARTITION spare FOR VALUES FROM (10) TO (20)",
                       "it did not read public.spare then");
  database.stale_after("INSERT INTO spare VALUES (11, 1)", "public.spare was written");
  database.stale_after("ALTER TABLE part DETACH PARTITION spare", "it does not read public.spare any more");
  CHECK(database.value("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'public.spare'::regclass") == "0");
  database.stale_after(
      "ALTER TABLE part1 DISABLE TRIGGER schemac_note_change; INSERT INTO part1 VALUES (1, 1);"
      "ALTER TABLE part1 ENABLE ALWAYS TRIGGER schemac_note_change",
      "how changes of public.part1 are seen has changed");
  database.stale_after("DROP TRIGGER schemac_note_change ON part1; INSERT INTO part1 VALUES (1, 1)",
                       "how changes of public.part1 are seen has changed");
  database.stale_after("INSERT INTO part1 VALUES (1, 1)", "public.part1 was written");
}

TEST_CASE("an emptied log is not a quiet one") {
  NEED_SERVER();
  Tracked database(setup);
  database.stale_after("INSERT INTO t VALUES (2, 2); TRUNCATE schemac.change",
                       "the log of changes was emptied");
  // A crash empties an unlogged table.
  database.sql("INSERT INTO public.t VALUES (2, 2)");
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
  CHECK(database.why("v") == "the log of changes was emptied");
  database.refresh();
  CHECK(database.why("v") == "fresh");
}

TEST_CASE("the log is kept short, and triggers go when nobody wants them") {
  NEED_SERVER();
  Tracked database(setup);
  for (int i = 0; i < 5; ++i) database.change("INSERT INTO t VALUES (2, 2)");
  CHECK(database.value("SELECT count(*) FROM schemac.change WHERE relation <> 0") == "5");
  database.refresh();
  database.refresh();
  CHECK(database.value("SELECT count(*) FROM schemac.change WHERE relation <> 0") == "0");
  database.options.tracked.emplace();
  database.refresh();
  CHECK(database.value("SELECT count(*) FROM pg_trigger WHERE tgname = 'schemac_note_change'") == "0");
  CHECK(database.why("v") == "fresh");  // by its counters now
}

TEST_CASE("whoever writes needs no right on the log") {
  NEED_SERVER();
  Tracked database(setup);
  const std::string role = "writer_" + database.database.name();
  database.sql("CREATE ROLE " + role + "; GRANT USAGE ON SCHEMA public TO " + role +
               "; GRANT INSERT ON public.t TO " + role);
  database.refresh();  // a privilege is part of what the table is
  database.stale_after("SET ROLE " + role + "; INSERT INTO public.t VALUES (2, 2)", "public.t was written");
  database.sql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}
