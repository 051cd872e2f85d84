// A project, its migrations and its ledger made with schemac 0.1.0 (tests/compatibility/nursery) go on
// working: the pending migration runs, check finds nothing or autogenerate writes what the tool has changed,
// and no row is lost or altered.
#include <map>
#include <string>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::LiveWorkspace;
using test::Outcome;

namespace {

namespace fs = std::filesystem;

const fs::path old_project = fs::path(SCHEMAC_SOURCE_DIR) / "tests/compatibility/nursery";

void copy_project(LiveWorkspace& place) {
  for (const char* name : {"schemac.yaml", "schema", "sql", "hooks", "migrations", "target.sql"}) {
    fs::copy(old_project / name, place.folder() / name, fs::copy_options::recursive);
  }
  const std::string restore =
      "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nursery_reader') THEN\n"
      "CREATE ROLE nursery_reader; END IF; END $$;\n\\i target.sql\n";
  const CommandResult restored = place.psql(place.database.url(), restore);
  INFO(restored.output);
  REQUIRE(restored.exit_code == 0);
}

// Every table's rows as text, without the columns that later migrations add.
std::map<std::string, std::string> rows(LiveWorkspace& place) {
  std::map<std::string, std::string> all;
  const pg::Result tables = place.database.session().query(
      "SELECT c.relname, 'SELECT coalesce(jsonb_agg(to_jsonb(t) - ''grafted_on'' ORDER BY "
      "to_jsonb(t)::text), ''[]'')::text FROM ' || c.oid::regclass || ' t' "
      "FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace");
  for (const auto& row : tables.rows) all[*row[0]] = place.value(*row[1]);
  return all;
}

}  // namespace

TEST_CASE("a project and ledger of schemac 0.1.0 are taken over", "[old_project]") {
  LiveWorkspace place("old_project");
  copy_project(place);
  const auto before = rows(place);
  REQUIRE(before.size() == 11);
  REQUIRE(before.at("cultivar").find("rubinette") != std::string::npos);

  CHECK(place.run({"current"}).out.find("222329069d9a") != std::string::npos);
  const Outcome upgraded = place.run({"upgrade"});
  REQUIRE(upgraded.exit_code == 0);

  // What the new tool writes differently is a migration of its own, which says so; another one is not needed.
  if (place.run({"check"}).exit_code != 0) {
    const Outcome revised = place.run({"revision", "--autogenerate", "-m", "what schemac does differently"});
    REQUIRE(revised.exit_code == 0);
    REQUIRE(place.run({"upgrade"}).exit_code == 0);
  }
  CHECK(place.run({"check"}).exit_code == 0);

  auto after = rows(place);
  for (const auto& [table, text] : before) {
    INFO(table << "\nbefore " << text << "\nafter  " << after[table]);
    if (table != "cultivar" && table != "disease") {
      CHECK(after[table] == text);
      continue;
    }
    // The pending migration adds values to both lookup tables.
    for (const char* name : {"topaz", "elstar", "rubinette", "boskoop", "scab", "canker", "mildew"}) {
      CHECK((after[table].find(name) == std::string::npos) == (text.find(name) == std::string::npos));
    }
  }
  CHECK(place.value("SELECT count(*) FROM public.cultivar") == "6");
  CHECK(place.value("SELECT count(*) FROM public.disease") == "4");
  CHECK(place.run({"refresh"}).exit_code == 0);
  CHECK(place.run({"downgrade", "222329069d9a", "--allow", "data-loss"}).exit_code == 0);
  CHECK(place.value("SELECT count(*) FROM public.tree") == "3");
}
