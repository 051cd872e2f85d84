// Materialized views that a migration makes again, empty: upgrade and downgrade leave them as full as they
// found them.
#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;
using Catch::Contains;

namespace {

void write_migrations(MigrationProject& project) {
  project.migration(
      "m1", "none",
      "-- up\nCREATE TABLE public.t (id integer);\n"
      "CREATE MATERIALIZED VIEW public.v AS SELECT id FROM public.t WITH NO DATA;\n"
      "CREATE MATERIALIZED VIEW public.never AS SELECT 10 / id AS n FROM public.t WITH NO DATA;\n"
      "-- down\nDROP MATERIALIZED VIEW public.v, public.never;\nDROP TABLE public.t;\n");
  project.migration(
      "m2", "m1",
      "-- up\nDROP MATERIALIZED VIEW public.v;\n"
      "CREATE MATERIALIZED VIEW public.v AS SELECT 10 / id AS id FROM public.t WITH NO DATA;\n"
      "-- down\nDROP MATERIALIZED VIEW public.v, public.never;\n"
      "CREATE MATERIALIZED VIEW public.v AS SELECT 20 / (id - 1) AS id FROM public.t WITH NO DATA;\n"
      "CREATE MATERIALIZED VIEW public.never AS SELECT 10 / id AS n FROM public.t WITH NO DATA;\n");
}

struct Place : Checkout {
  Place() { write_migrations(project_); }
  std::string populated() {
    return text(session(), "SELECT relname FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY 1");
  }
};

}  // namespace

TEST_CASE("downgrade fills what it emptied, as upgrade does, and nothing that was empty", "[emptied]") {
  NEED_SERVER();
  Place place;
  place.said(0, {"upgrade", "m1"});
  place.session().execute("INSERT INTO public.t VALUES (5)");
  CHECK(place.populated().empty());  // new, and nobody's to fill
  place.said(0, {"refresh", "v"});
  CHECK_THAT(place.said(0, {"upgrade"}), Contains("done      public.v"));
  CHECK(text(place.session(), "SELECT id FROM public.v") == "2");
  CHECK_THAT(place.said(0, {"downgrade", "-1"}), Contains("done      public.v"));
  CHECK(text(place.session(), "SELECT id FROM public.v") == "5");
  CHECK(place.populated() == "v");
  place.said(0, {"downgrade", "base"});
  CHECK(tables(place.session()).empty());
  CHECK(text(place.session(), "SELECT count(*) FROM schemac.populated_view") == "0");
}

TEST_CASE("what a downgrade could not fill, the next command fills", "[emptied]") {
  NEED_SERVER();
  Place place;
  place.said(0, {"upgrade", "m1"});
  place.session().execute("INSERT INTO public.t VALUES (5)");
  place.said(0, {"refresh", "v"});
  place.said(0, {"upgrade"});
  place.session().execute("UPDATE public.t SET id = 1");  // in the way of the older definition
  CHECK_THAT(place.said(1, {"downgrade", "m1"}),
             Contains("failed    public.v") && Contains("division by zero"));
  CHECK_THAT(place.said(0, {"current"}), Contains("m1"));
  CHECK(place.populated().empty());
  place.session().execute("UPDATE public.t SET id = 6");
  SECTION("the same one") { CHECK_THAT(place.said(0, {"downgrade", "m1"}), Contains("done      public.v")); }
  SECTION("an upgrade to where it is") { place.said(0, {"upgrade", "m1"}); }
  CHECK(place.populated() == "v");
  CHECK(text(place.session(), "SELECT id FROM public.v") == "4");
}
