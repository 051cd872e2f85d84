// --views swap: built beside and renamed; and what upgrade leaves empty.
#include <chrono>
#include <thread>

#include "db/refresh/fixture.h"
#include "refresh/after_upgrade.h"

using namespace schemac;
using test::RefreshFixture;

namespace {

const char* const setup = R"(
SET search_path = public;
CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 1), (2, 2);
CREATE MATERIALIZED VIEW v AS SELECT id, n FROM t;
CREATE INDEX v_n ON v (n);
COMMENT ON MATERIALIZED VIEW v IS 'kept';
GRANT SELECT ON v TO PUBLIC;
CREATE VIEW p AS SELECT id, n * 10 AS n FROM v;
CREATE VIEW q AS SELECT sum(n) AS s FROM p;
CREATE MATERIALIZED VIEW unique_one AS SELECT id FROM t;
CREATE UNIQUE INDEX ON unique_one (id);
)";

}  // namespace

TEST_CASE("swap: the new view has all that the old one had, and plain views read it") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(setup);
  database.sql("INSERT INTO public.t VALUES (3, 3)");
  database.options.swap = true;
  const std::string before = database.value("SELECT 'public.v'::regclass::oid");
  const RefreshReport report = database.refresh();
  CHECK(RefreshFixture::of(report, "unique_one").how == "concurrently");
  const ViewResult& swapped = RefreshFixture::of(report, "v");
  CHECK(swapped.reason == "");
  CHECK(swapped.outcome == ViewOutcome::done);
  CHECK(swapped.how == "swap");
  CHECK(swapped.rows == 3);
  CHECK(database.value("SELECT 'public.v'::regclass::oid") != before);
  CHECK(database.value("SELECT s FROM public.q") == "60");
  CHECK(
      database.value(
          "SELECT obj_description('public.v'::regclass), has_table_privilege('public', 'public.v', 'SELECT'),"
          "(SELECT string_agg(indexrelid::regclass::text, ',') FROM pg_index WHERE indrelid = "
          "'public.v'::regclass)") == "kept,t,public.v_n");
  CHECK(database.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%\\_\\_new%'") == "0");
  CHECK(database.value("SELECT how, outcome, rows FROM schemac.refresh WHERE view = 'public.v'") ==
        "swap,done,3");
  CHECK(database.why("v") == "fresh");
  database.sql("INSERT INTO public.t VALUES (4, 4)");
  CHECK(database.why("v") == "1 row of public.t changed");
}

TEST_CASE("swap: a reader in a transaction is not waited for while the view is built, and sees one state") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); INSERT INTO public.t VALUES (1);"
      "CREATE MATERIALIZED VIEW public.v AS SELECT n FROM public.t;"
      "CREATE MATERIALIZED VIEW public.over AS SELECT sum(n) AS s FROM public.v;"
      "UPDATE public.t SET n = 2");
  database.options.swap = true;
  const RefreshReport report = database.refresh();
  CHECK_FALSE(report.failed());
  CHECK(RefreshFixture::of(report, "over").how == "swap");
  CHECK(database.value("SELECT s FROM public.over") == "2");
  CHECK(database.why("over") == "fresh");

  const auto reader = database.database.connect();
  reader->execute("BEGIN; SELECT * FROM public.v");
  database.options.lock_timeout = "50ms";
  const RefreshReport blocked = database.refresh_at_once();
  CHECK(RefreshFixture::of(blocked, "v").outcome == ViewOutcome::failed);
  CHECK(RefreshFixture::of(blocked, "v").reason ==
        "it could not be swapped in: readers held their locks too long");
  CHECK(RefreshFixture::of(blocked, "over").outcome == ViewOutcome::failed);
  CHECK(reader->query("SELECT count(*) FROM pg_class WHERE relname LIKE '%\\_\\_new%'").value() == "0");
  // It goes on once the reader leaves.
  database.options.lock_timeout = "5s";
  std::thread leaving([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    reader->execute("COMMIT");
  });
  CHECK_FALSE(database.refresh_at_once().failed());
  leaving.join();
}

TEST_CASE("after an upgrade: exactly what was recreated empty") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE MATERIALIZED VIEW public.kept AS SELECT 1 AS n; CREATE MATERIALIZED VIEW public.made AS SELECT "
      "1 AS n;"
      "CREATE MATERIALIZED VIEW public.meant_empty AS SELECT 1 AS n WITH NO DATA");
  const auto session = database.database.connect();
  Ledger ledger(*session, "demo");
  ledger.record_populated();
  const std::set<ObjectId> before = ledger.populated().value();
  CHECK(before == std::set<ObjectId>{test::matview("kept"), test::matview("made")});
  database.sql(
      "DROP MATERIALIZED VIEW public.made; CREATE MATERIALIZED VIEW public.made AS SELECT 2 AS n WITH NO "
      "DATA;"
      "CREATE MATERIALIZED VIEW public.also_new AS SELECT 2 AS n WITH NO DATA");
  ApplyReport applied;
  applied.populated_before = before;
  const RefreshReport report = refresh_after_upgrade(database.project.environment, database.database.url(),
                                                     applied, database.listener, database.cancel);
  CHECK(RefreshFixture::summary(report) == "made done plain");
  CHECK(ledger.populated()->empty());
}

TEST_CASE("on: upgrade, concurrently and track_changes are read from the manifest") {
  NEED_SERVER();
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); CREATE MATERIALIZED VIEW public.v AS SELECT n FROM public.t;"
      "CREATE UNIQUE INDEX ON public.v (n); CREATE MATERIALIZED VIEW public.w AS SELECT n FROM public.t");
  database.project.write("build/manifest.json",
                         R"({"manifest_version": 1, "compiler": {"name": "schemac", "version": "0.1.0"},
    "project": "demo", "root_hash": "", "artifacts": [{"id": "materialized_view public.v", "kind": "materialized_view",
    "namespace": "public", "name": "v", "file": "objects/materialized_view/public.v.sql", "hash": "", "closure_hash": "",
    "depends_on": [], "columns": [], "refresh": {"on": "upgrade", "concurrently": "never", "track_changes": "true"}}]})");
  ApplyReport applied;
  applied.migrations.emplace_back();
  const RefreshReport report = refresh_after_upgrade(database.project.environment, database.database.url(),
                                                     applied, database.listener, database.cancel);
  CHECK(RefreshFixture::summary(report) == "v done plain");
  CHECK(database.value(
            "SELECT tgrelid::regclass, tgenabled FROM pg_trigger WHERE tgname = 'schemac_note_change'") ==
        "public.t,A");
}
