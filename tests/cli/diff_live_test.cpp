// What `diff` says about a live database: who depends on what changes and what becomes of them, and what
// others made there.
#include <nlohmann/json.hpp>

#include "base/subprocess.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

const std::string shop = R"(
CREATE TABLE customer (id integer PRIMARY KEY, name varchar(40), note text);
CREATE TABLE purchase (id bigint PRIMARY KEY, customer_id integer REFERENCES customer, amount numeric);
CREATE VIEW named AS SELECT id, name FROM customer;
CREATE VIEW ids AS SELECT id FROM customer;
CREATE MATERIALIZED VIEW totals AS
  SELECT c.name, sum(amount) AS s FROM purchase p JOIN named c ON c.id = p.customer_id GROUP BY c.name;
CREATE UNIQUE INDEX totals_name ON totals (name);
CREATE VIEW top AS SELECT name, s FROM totals ORDER BY s DESC LIMIT 10;
)";

const std::string rows =
    "INSERT INTO customer SELECT n, 'c' || n FROM generate_series(1, 2000) n; "
    "INSERT INTO purchase SELECT n, n % 2000 + 1, n FROM generate_series(1, 5000) n; "
    "REFRESH MATERIALIZED VIEW totals; ";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

void psql(Workspace& place, const std::string& script) {
  const CommandResult ran = place.psql(place.url(), script);
  INFO(script << ran.output);
  CHECK(ran.exit_code == 0);
}

}  // namespace

TEST_CASE("diff of a live database: every dependent with its fate, size and lock", "[diff]") {
  Workspace place("diff_live");
  place.write("schemac.yaml", "name: demo\n");
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  session->execute("SET search_path = public; " + shop + rows);
  place.write("same.sql", shop);

  place.write("retyped.sql", replaced(shop, "varchar(40)", "text"));
  const Outcome retyped = place.schemac({"diff", "--from", place.url(), "--to", "retyped.sql"});
  INFO(retyped.out << retyped.err);
  CHECK(retyped.exit_code == 0);
  CHECK(has(retyped.out, "-- dependents of table public.customer:\n"));
  CHECK(has(retyped.out, "untouched view public.ids\n"));
  CHECK(has(retyped.out, "rebuilt view public.named, lock: ACCESS EXCLUSIVE\n"));
  CHECK(has(retyped.out, "rebuilt materialized view public.totals, through view public.named, "));
  CHECK(has(retyped.out, " kB, lock: ACCESS EXCLUSIVE\n"));
  CHECK_FALSE(has(retyped.out, "VIEW public.ids"));

  // A dump says WITH NO DATA; what was filled stays filled.
  place.write("more.sql", replaced(shop, "GROUP BY c.name", "AND p.id > 1 GROUP BY c.name WITH NO DATA"));
  const Outcome swap = place.schemac({"diff", "--from", place.url(), "--to", "more.sql", "--views", "swap"});
  INFO(swap.out << swap.err);
  CHECK(swap.exit_code == 0);
  CHECK(has(swap.out, "-- dependents of materialized view public.totals:\n"));
  CHECK(has(swap.out, "replaced view public.top\n"));
  CHECK_FALSE(has(swap.out, "NO DATA"));
  psql(place, swap.out);
  CHECK(session->query("SELECT count(*) FROM public.totals").value() == "2000");
  CHECK(place.schemac({"diff", "--from", place.url(), "--to", "more.sql", "--exit-code"}).exit_code == 0);

  const Outcome json = place.schemac(
      {"diff", "--from", place.url(), "--to", "retyped.sql", "--format", "json", "--allow", "all"});
  const auto dependents = nlohmann::json::parse(json.out)["plan"]["dependents"];
  const auto totals = std::find_if(dependents.begin(), dependents.end(), [](const auto& item) {
    return item["object"] == "materialized_view public.totals";
  });
  REQUIRE(totals != dependents.end());
  CHECK((*totals)["fate"] == "rebuilt");
  CHECK((*totals)["change"] == "table public.customer");
  CHECK((*totals)["bytes"] > 0);
}

TEST_CASE("diff of a live database: what others made is told, kept, rebuilt, or in the way", "[diff]") {
  Workspace place("diff_live");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/shop.sql", shop);
  REQUIRE(place.schemac({"-q", "revision", "--autogenerate"}).exit_code == 0);
  REQUIRE(place.schemac({"-q", "upgrade"}).exit_code == 0);
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  session->execute("SET search_path = public; " + rows +
                   "CREATE TABLE extra (a integer); CREATE INDEX by_hand ON customer (note); CREATE VIEW "
                   "harmless AS SELECT id FROM customer; "
                   "CREATE VIEW theirs AS SELECT name FROM customer; COMMENT ON VIEW theirs IS 'of others'; "
                   "CREATE MATERIALIZED VIEW theirs_too AS SELECT count(*) AS n FROM theirs; CREATE INDEX "
                   "theirs_n ON theirs_too (n); "
                   "GRANT SELECT ON theirs TO PUBLIC");

  const Outcome same = place.schemac({"diff", "--exit-code"});
  INFO(same.out << same.err);
  CHECK(same.exit_code == 0);
  CHECK(has(same.err,
            "unmanaged, not changed (--drop-unmanaged drops them): table public.extra, index "
            "public.customer.by_hand, view "
            "public.harmless, view public.theirs, materialized view public.theirs_too"));
  const Outcome drops = place.schemac({"diff", "--drop-unmanaged"});
  CHECK(drops.exit_code == 3);
  CHECK(has(drops.out, "DROP TABLE public.extra"));
  CHECK(has(drops.out, "DROP INDEX public.by_hand"));
  CHECK(has(drops.out, "DROP VIEW public.theirs"));

  place.replace("sql/shop.sql", "varchar(40)", "text");
  const Outcome refused = place.schemac({"diff", "--unmanaged-dependents", "refuse"});
  INFO(refused.err);
  CHECK(refused.exit_code == 3);
  CHECK(has(refused.err, "view public.theirs (unmanaged) blocks the change of table public.customer"));
  CHECK(has(refused.err, "refused: unmanaged objects block the plan"));
  const Outcome rebuilds = place.schemac({"diff"});
  INFO(rebuilds.out << rebuilds.err);
  CHECK(rebuilds.exit_code == 0);
  CHECK(has(rebuilds.out, "untouched view public.harmless [unmanaged]"));
  CHECK(has(rebuilds.out, "rebuilt view public.theirs, lock: ACCESS EXCLUSIVE [unmanaged]"));
  psql(place, rebuilds.out);
  CHECK(session
            ->query("SELECT obj_description('public.theirs'::regclass) || has_table_privilege('public', "
                    "'public.theirs', "
                    "'SELECT')")
            .value() == "of otherstrue");
  CHECK(session->query("SELECT n FROM public.theirs_too").value() == "2000");
  CHECK(session->query("SELECT to_regclass('public.theirs_n') IS NOT NULL").value() == "t");

  // What needs something that goes for good stops the plan.
  place.replace("sql/shop.sql", ", note text", "");
  const Outcome gone = place.schemac({"diff", "--allow", "all"});
  INFO(gone.out << gone.err);
  CHECK(gone.exit_code == 0);
  CHECK(has(gone.err, "index public.customer.by_hand (unmanaged) is dropped with table public.customer"));
  session->execute("CREATE VIEW public.noted AS SELECT note FROM public.customer");
  const Outcome stopped = place.schemac({"diff", "--allow", "all"});
  CHECK(stopped.exit_code == 3);
  CHECK(has(stopped.err,
            "view public.noted (unmanaged) depends on table public.customer, column note, which is dropped"));
}
