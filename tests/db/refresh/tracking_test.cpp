// Precise staleness: writes are counted.
#include <csignal>
#include <thread>
#include <utility>

#include "db/refresh/fixture.h"

using namespace schemac;
using test::RefreshFixture;

namespace {

struct Tracked : RefreshFixture {
  explicit Tracked(const std::string& setup) {
    sql("SET search_path = public;" + setup);
    test::set_tracked(project.environment, {"v"});
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

TEST_CASE("every way to write is counted, and nothing else makes a view stale") {
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
  const ViewGraph graph = read_view_graph(*looker);
  CHECK(staleness(*looker, graph)[*graph.find("v")].reason == "public.t was written");
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
  database.stale_after(
      "MERGE INTO t USING (SELECT 2 AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id, 1)",
      "public.t was written");
  database.stale_after("COPY part FROM PROGRAM 'printf \"3\\t9\\n\"'", "public.part1 was written");
  // Numbers are not taken back: what was rolled back counts.
  database.stale_after("BEGIN; SAVEPOINT a; INSERT INTO t VALUES (2, 9); ROLLBACK TO a; COMMIT",
                       "public.t was written");
  for (const char* nothing : {"INSERT INTO other VALUES (1)", "SELECT pg_stat_reset()", "VACUUM ANALYZE t",
                              "SELECT * FROM t FOR UPDATE"}) {
    CAPTURE(nothing);
    database.change(nothing);
    CHECK(database.why("v") == "fresh");
  }
}

TEST_CASE("who writes during a refresh is known again when it has ended") {
  NEED_SERVER();
  Tracked database(setup);
  const auto looker = database.database.connect();
  const auto why = [&] {
    const ViewGraph graph = read_view_graph(*looker);
    const Staleness verdict = staleness(*looker, graph)[*graph.find("v")];
    return verdict.stale ? verdict.reason : "fresh";
  };
  const auto with_writer = [&](const std::string& begin, const std::string& end) {
    CAPTURE(begin, end);
    const auto writer = database.database.connect();
    writer->execute("SET search_path = public");
    writer->execute("BEGIN;" + begin);
    database.refresh_at_once();
    const std::string meanwhile = why();
    for (const std::string& statement : {end}) writer->execute(statement);
    const std::string after = why();
    database.refresh_at_once();
    CHECK(why() == "fresh");
    return meanwhile + "; " + after;
  };
  const std::string written = "fresh; public.t was being written during its last refresh";
  const std::string partition = "fresh; public.part1 was being written during its last refresh";
  CHECK(with_writer("INSERT INTO t VALUES (2, 2)", "COMMIT") == written);
  CHECK(with_writer("INSERT INTO t VALUES (2, 2)", "ROLLBACK") == written);
  CHECK(with_writer("SAVEPOINT a; INSERT INTO t VALUES (2, 2); RELEASE a", "COMMIT") == written);
  CHECK(with_writer("SAVEPOINT a; INSERT INTO t VALUES (2, 2)", "RELEASE a; COMMIT") == written);
  CHECK(with_writer("SAVEPOINT a; INSERT INTO t VALUES (2, 2); ROLLBACK TO a", "COMMIT") == "fresh; fresh");
  CHECK(with_writer("INSERT INTO part VALUES (1, 1)", "COMMIT") == partition);
  CHECK(with_writer("COPY part FROM PROGRAM 'printf \"3\\t9\\n\"'", "COMMIT") == partition);
  CHECK(with_writer("DELETE FROM root WHERE id = 1", "COMMIT") == written);
  CHECK(with_writer("SELECT * FROM t FOR UPDATE", "COMMIT") == "fresh; fresh");
  // One that has written nothing yet has no number, and may be anybody.
  CHECK(with_writer("LOCK TABLE t IN ROW EXCLUSIVE MODE", "COMMIT") ==
        "public.t was being written during its last refresh; public.t was being written during its last "
        "refresh");
}

TEST_CASE("a writer that is not committed makes a view stale once") {
  NEED_SERVER();
  Tracked database(setup);
  const auto writer = database.database.connect();
  writer->execute("BEGIN; INSERT INTO public.t VALUES (2, 2)");
  const auto looker = database.database.connect();
  const auto stale = [&] {
    const ViewGraph graph = read_view_graph(*looker);
    return staleness(*looker, graph)[*graph.find("v")].stale;
  };
  CHECK(stale());
  database.refresh_at_once();
  CHECK_FALSE(stale());
  database.refresh_at_once();
  CHECK_FALSE(stale());
  writer->execute("COMMIT");
  CHECK(stale());
}

TEST_CASE("partitions attached later get the trigger; triggers that are touched are a doubt, and mended") {
  NEED_SERVER();
  Tracked database(
      "CREATE TABLE part (id int, n int) PARTITION BY RANGE (id); CREATE TABLE part1 PARTITION OF part FOR "
      "VALUES FROM (0) TO (10);"
      "CREATE TABLE spare (id int, n int); CREATE MATERIALIZED VIEW v AS SELECT n FROM part");
  database.stale_after("ALTER TABLE part ATTACH PARTITION spare FOR VALUES FROM (10) TO (20)",
                       "it did not read public.spare at its last refresh");
  database.stale_after("INSERT INTO spare VALUES (11, 1)", "public.spare was written");
  database.stale_after("ALTER TABLE part DETACH PARTITION spare", "it no longer reads public.spare");
  CHECK(database.value("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'public.spare'::regclass") == "0");
  database.stale_after(
      "ALTER TABLE part1 DISABLE TRIGGER schemac_note_change; INSERT INTO part1 VALUES (1, 1);"
      "ALTER TABLE part1 ENABLE ALWAYS TRIGGER schemac_note_change",
      "the change tracking of public.part1 changed");
  database.stale_after("DROP TRIGGER schemac_note_change ON part1; INSERT INTO part1 VALUES (1, 1)",
                       "the change tracking of public.part1 changed");
  database.stale_after("INSERT INTO part1 VALUES (1, 1)", "public.part1 was written");
}

TEST_CASE("a counter that somebody altered is another one, and is replaced") {
  NEED_SERVER();
  Tracked database(setup);
  const auto counter = [&] {
    return database.value(
        "SELECT d.refobjid::regclass FROM pg_depend d JOIN pg_trigger t ON t.oid = d.objid "
        "JOIN pg_class c ON c.oid = d.refobjid AND c.relkind = 'S' "
        "WHERE t.tgrelid = 'public.t'::regclass");
  };
  const std::string before = counter();
  // Numbers that a session takes in advance are not seen by others.
  database.stale_after("ALTER SEQUENCE " + before + " CACHE 10; INSERT INTO t VALUES (2, 2)",
                       "the change tracking of public.t changed");
  CHECK(counter() != before);
  database.stale_after("ALTER SEQUENCE " + counter() + " RESTART; INSERT INTO t VALUES (2, 2)",
                       "the change tracking of public.t changed");
  const std::string revoked = counter();
  database.change("REVOKE ALL ON SEQUENCE " + revoked + " FROM PUBLIC");
  database.refresh();
  CHECK(counter() != revoked);
  CHECK_THROWS(database.change("DROP SEQUENCE " + counter()));  // its trigger needs it
  CHECK(database.value("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname LIKE 'writes%'") ==
        database.value("SELECT count(*) FROM pg_trigger WHERE tgname = 'schemac_note_change'"));
}

TEST_CASE("triggers and counters go when nobody wants them") {
  NEED_SERVER();
  Tracked database(setup);
  test::set_tracked(database.project.environment, {});
  database.refresh();
  CHECK(database.value("SELECT count(*) FROM pg_trigger WHERE tgname = 'schemac_note_change'") == "0");
  CHECK(database.value("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname LIKE 'writes%'") ==
        "0");
  CHECK(database.why("v") == "fresh");  // by the server's counters now
}

TEST_CASE("what earlier versions left, triggers that write a log, is replaced") {
  NEED_SERVER();
  Tracked database(setup);
  test::set_tracked(database.project.environment, {});
  database.refresh();
  database.sql(R"(
    CREATE UNLOGGED TABLE schemac.change (relation oid NOT NULL, transaction xid8 NOT NULL);
    CREATE FUNCTION schemac.note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
    BEGIN
      INSERT INTO schemac.change VALUES (TG_RELID, pg_catalog.pg_current_xact_id());
      RETURN NULL;
    END $body$;
    INSERT INTO schemac.change SELECT 0, pg_catalog.pg_current_xact_id();
    CREATE TRIGGER schemac_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.t
    FOR EACH STATEMENT EXECUTE FUNCTION schemac.note_change();
    ALTER TABLE public.t ENABLE ALWAYS TRIGGER schemac_note_change;
    INSERT INTO schemac.tracked_view VALUES ('demo', 'public.v'))");
  test::forget_sources(database.project.environment);  // no sources are known: what was asked for stands
  database.change("INSERT INTO t VALUES (2, 2)");
  CHECK(database.why("v") != "fresh");
  database.refresh();
  CHECK(database.why("v") == "fresh");
  CHECK(database.value(
            "SELECT to_regclass('schemac.change') IS NULL, to_regproc('schemac.note_change') IS NULL") ==
        "t,t");
  database.stale_after("INSERT INTO t VALUES (2, 2)", "public.t was written");
}

TEST_CASE("whoever writes needs no right on the counters") {
  NEED_SERVER();
  Tracked database(setup);
  const std::string role = "writer_" + database.database.name();
  database.sql("CREATE ROLE " + role + "; GRANT USAGE ON SCHEMA public TO " + role +
               "; GRANT INSERT ON public.t TO " + role);
  database.refresh();  // a privilege is part of what the table is
  const std::string write = "SET ROLE " + role + "; INSERT INTO public.t VALUES (2, 2)";
  database.stale_after(write, "public.t was written");
  // What cannot be counted is refused; a refresh mends it.
  database.change("REVOKE ALL ON ALL SEQUENCES IN SCHEMA schemac FROM PUBLIC");
  CHECK_THROWS_WITH(database.change(write), Catch::Contains("permission denied for sequence writes_"));
  database.refresh();
  database.stale_after(write, "public.t was written");
  database.sql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}
