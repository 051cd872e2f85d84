// Partitions that a job made in the database alone, under migrations that do not know them.
#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;
using Catch::Contains;

namespace {

class Parts : public Checkout {
 public:
  Parts() {
    project_.write("schemac.yaml", "name: demo\nbuild: build\nsql: [sql]\ndatabase: { scratch: target }\n");
    source("date", "");
    REQUIRE(run({"revision", "--autogenerate", "-m", "first"}).exit_code == 0);
    REQUIRE(run({"upgrade"}).exit_code == 0);
    session().execute(
        "CREATE TABLE public.event_2026 PARTITION OF public.event FOR VALUES FROM ('2026-01-01') TO "
        "('2027-01-01'); "
        "INSERT INTO public.event VALUES (1, '2026-02-02'), (2, '2026-02-02'), (3, '2030-02-02'); ANALYZE");
  }
  void source(const std::string& type, const std::string& more) {
    project_.write("sql/t.sql", "CREATE TABLE public.event (id integer NOT NULL, at " + type +
                                    " NOT NULL) PARTITION BY RANGE (at);\n"
                                    "CREATE TABLE public.event_default PARTITION OF public.event DEFAULT;\n" +
                                    more);
  }
  CommandResult psql(const std::string& script) {
    project_.write("script.sql", script);
    return run_psql(url(), (project_.folder() / "script.sql").string());
  }
  std::string rows() { return text(session(), "SELECT id FROM public.event ORDER BY id"); }
};

}  // namespace

TEST_CASE("a migration stops before it drops partitions that it does not know, unless that is allowed",
          "[partitions]") {
  NEED_SERVER();
  Parts parts;
  SECTION("recreated") {
    parts.source("timestamp with time zone", "");
    CHECK_THAT(parts.said(0, {"revision", "--autogenerate", "-m", "second"}), Contains("data-loss"));
    const std::string said = parts.said(1, {"upgrade"});
    CHECK_THAT(said, Contains("event_2026 (about 2 rows)") && Contains("--allow data-loss"));
    CHECK(parts.rows() == "1;2;3");
    CHECK_THAT(parts.said(0, {"upgrade", "--allow", "data-loss"}), Contains("event_2026 (about 2 rows)"));
    CHECK(parts.rows() == "1;2;3");  // they went to the default partition
    parts.said(0, {"check"});
  }
  SECTION("taken back") {
    CHECK_THAT(parts.said(1, {"downgrade", "base"}), Contains("event_2026 (about 2 rows)"));
    CHECK(parts.rows() == "1;2;3");
    CHECK_THAT(parts.said(0, {"downgrade", "base", "--allow", "data-loss"}),
               Contains("event_2026 (about 2 rows)"));
    CHECK(tables(parts.session()).find("event") == std::string::npos);
  }
  SECTION("by hand: what goes is listed") {
    const std::string head = parts.json({"heads"}).at("heads").at(0).at("revision");
    parts.project().migration("byhand", head,
                              "-- up\nSET search_path = public;\nDROP TABLE event_default, event;\n");
    const std::string said = parts.said(0, {"upgrade"});
    CHECK_THAT(said, Contains("also drops: public.event_2026 (about 2 rows)"));
    CHECK_THAT(said, !Contains("event_default ("));
  }
  SECTION("in a script for psql") {
    parts.source("timestamp with time zone", "");
    parts.said(0, {"revision", "--autogenerate", "-m", "second"});
    const std::string script = parts.run({"upgrade", "--sql", "--quiet"}).output;
    CHECK_THAT(parts.psql(script).output, Contains("event_2026 (about 2 rows)"));
    CHECK(parts.rows() == "1;2;3");
    const std::string allowed = parts.run({"upgrade", "--sql", "--quiet", "--allow", "data-loss"}).output;
    CHECK(parts.psql(allowed).exit_code == 0);
    CHECK(parts.rows() == "1;2;3");
  }
}

TEST_CASE("check tells of an index that partitions made by others lack", "[partitions]") {
  NEED_SERVER();
  Parts parts;
  parts.source("date", "CREATE UNIQUE INDEX event_id ON public.event (id, at);\n");
  parts.said(0, {"revision", "--autogenerate", "-m", "second"});
  parts.said(0, {"upgrade"});
  parts.said(0, {"check"});
  CHECK(text(parts.session(), "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid").empty());
  // As a migration of an earlier version left it.
  parts.session().execute(
      "DROP INDEX public.event_id; CREATE UNIQUE INDEX event_id ON ONLY public.event (id, at); "
      "CREATE UNIQUE INDEX event_default_id_at_idx ON public.event_default (id, at); "
      "ALTER INDEX public.event_id ATTACH PARTITION public.event_default_id_at_idx");
  CHECK_THAT(parts.said(2, {"check"}), Contains("event_id: valid is no in the database"));
  const CommandResult diff = parts.run({"diff", "--exit-code", "--quiet"});
  CHECK(diff.exit_code == 2);
  CHECK(parts.psql(diff.output).exit_code == 0);
  parts.said(0, {"check"});
  CHECK(parts.rows() == "1;2;3");
  CHECK(parts.run({"diff", "--exit-code", "--quiet"}).exit_code == 0);
}
