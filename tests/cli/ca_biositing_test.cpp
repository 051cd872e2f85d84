// A real schema of 91 tables and 6 materialized views, as it stands: from its modules to a migrated,
// refreshed database, a changed view, and back.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/diagnostic.h"
#include "history/migration.h"
#include "pg/embedded.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

const fs::path corpus = fs::path(SCHEMAC_SOURCE_DIR) / "../shared/corpus/ca_biositing";

// The catalogue of extensions says whether the files are installed; no server is needed to see it.
bool has_postgis() {
  for (const auto& entry : fs::directory_iterator("/usr/share/postgresql")) {
    if (fs::exists(entry.path() / "extension/postgis.control")) return true;
  }
  return false;
}

const std::vector<std::string> views = {"analysis_data_view", "billion_ton_tileset_view",
                                        "landiq_record_view", "landiq_tileset_view",
                                        "usda_census_view",   "usda_survey_view"};

constexpr const char* rows = R"(
INSERT INTO public.place (geoid, county_name) VALUES ('06113', 'Yolo'), ('06077', 'San Joaquin');
INSERT INTO public.parameter (name) VALUES ('moisture');
INSERT INTO public.unit (name) VALUES ('percent');
INSERT INTO public.usda_commodity (name) VALUES ('ALMONDS');
INSERT INTO public.primary_ag_product (name) VALUES ('Almonds'), ('Tomatoes');
INSERT INTO public.polygon (geoid, geom) SELECT '06113', public.ST_GeomFromText('POLYGON((0 0,0 1,1 1,1 0,0 0))', 4326);
INSERT INTO public.landiq_record (record_id, polygon_id, main_crop, acres, county)
  SELECT 'l' || n, 1, 1 + n % 2, n, 'Yolo' FROM generate_series(1, 5) n;
INSERT INTO public.resource (name) VALUES ('almond hulls');
INSERT INTO public.billion_ton2023_record (resource_id, geoid, production, production_unit_id) VALUES (1, '06077', 12, 1);
INSERT INTO public.usda_census_record (geoid, commodity_code) VALUES ('06113', 1);
INSERT INTO public.usda_survey_record (geoid, commodity_code) VALUES ('06077', 1), ('06113', 1);
INSERT INTO public.observation (record_id, record_type, parameter_id, unit_id, value) VALUES
  ('1', 'usda_census_record', 1, 1, 41), ('2', 'usda_survey_record', 1, 1, 42), ('p', 'proximate analysis', 1, 1, 7);
)";

struct Project {
  Project() : place("ca_biositing") {
    fs::copy(corpus, place.folder() / "model", fs::copy_options::recursive);
    place.write("schemac.yaml",
                "name: ca_biositing\n"
                "linkml: [model/ca_biositing.yaml]\n"
                "sql: [sql]\n"
                "linkml_options:\n"
                "  slot_scope: module\n"
                "  naming: snake_case\n"
                "  types: { geometry: geometry }\n");
  }

  Outcome schemac(const std::vector<std::string>& arguments) {
    Outcome outcome = place.schemac(arguments);
    UNSCOPED_INFO(arguments.front() << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
    return outcome;
  }
  // The migration that the command wrote; none if it wrote none.
  std::optional<Migration> autogenerate(const std::string& message) {
    const std::vector<std::string> before = place.files("migrations");
    REQUIRE(schemac({"-q", "revision", "--autogenerate", "-m", message}).exit_code == 0);
    for (const std::string& name : place.files("migrations")) {
      if (std::find(before.begin(), before.end(), name) != before.end()) continue;
      SourceMap sources;
      Diagnostics diagnostics;
      const std::string text = place.read("migrations/" + name);
      return parse_migration(text, name, sources.add(name, text), diagnostics);
    }
    return std::nullopt;
  }

  Workspace place;
};

// How each statement begins: up to the first bracket or the end of its first line.
std::set<std::string> statements(const std::vector<MigrationStep>& steps) {
  std::set<std::string> beginnings;
  for (const MigrationStep& step : steps) {
    for (std::size_t at = 0; at < step.sql.size();) {
      const std::size_t end = std::min(step.sql.find(";\n", at), step.sql.size());
      const std::string statement = step.sql.substr(at, end - at);
      if (!statement.starts_with("SET ")) {
        beginnings.insert(statement.substr(0, statement.find_first_of("(;\n")));
      }
      at = end + 2;
    }
  }
  return beginnings;
}

std::map<std::string, int> row_counts(pg::Session& session) {
  std::map<std::string, int> counts;
  for (const std::string& view : views) {
    counts[view] = std::stoi(session.execute("SELECT count(*) FROM ca_biositing." + view).value());
  }
  return counts;
}

}  // namespace

TEST_CASE("ca_biositing: compile, migrate, refresh, change a view, go back", "[ca_biositing]") {
  if (!fs::exists(corpus)) {
    WARN("skipped: ../shared/corpus/ca_biositing is absent");
    return;
  }
  if (!pg::find_binaries() || !has_postgis()) {
    WARN("skipped: no PostgreSQL server with PostGIS is installed");
    return;
  }
  Project project;
  fs::create_directories(project.place.folder() / "sql");
  REQUIRE(project.schemac({"-q", "compile"}).exit_code == 0);
  const auto manifest = nlohmann::json::parse(project.place.read("build/schemac/manifest.json"));
  std::map<std::string, int> count;
  std::size_t columns = 0;
  for (const auto& artifact : manifest.at("artifacts")) {
    ++count[artifact.at("kind")];
    if (artifact.at("kind") == "table") columns += artifact.at("columns").size();
  }
  CHECK(count["table"] == 91);
  CHECK(columns == 1022);
  CHECK(count["constraint"] == 217);
  CHECK(count["materialized_view"] == 6);
  CHECK(count["extension"] == 1);

  // The model has no index on a view and no view that reads another: without them the test of the change
  // would say little.
  project.place.write(
      "sql/on_views.sql",
      "CREATE UNIQUE INDEX landiq_record_view_record_id ON ca_biositing.landiq_record_view (record_id);\n"
      "CREATE INDEX landiq_record_view_geom ON ca_biositing.landiq_record_view USING gist (geom);\n"
      "CREATE MATERIALIZED VIEW ca_biositing.crop_area AS\n"
      "  SELECT crop_name, sum(acres) AS acres FROM ca_biositing.landiq_record_view GROUP BY 1;\n"
      "CREATE UNIQUE INDEX crop_area_name ON ca_biositing.crop_area (crop_name);\n");
  const std::optional<Migration> initial = project.autogenerate("initial");
  REQUIRE(initial);
  CHECK(initial->proved == "up, down");
  CHECK(statements(initial->up).contains("CREATE EXTENSION postgis WITH SCHEMA public"));
  CHECK(std::find(initial->creates.begin(), initial->creates.end(), "extension postgis") !=
        initial->creates.end());
  REQUIRE(project.schemac({"-q", "upgrade"}).exit_code == 0);

  const auto session = pg::connect(project.place.url(), pg::Settings::catalog);
  session->execute(rows);
  for (const auto& [view, found] : row_counts(*session)) CHECK(found == 0);
  REQUIRE(project.schemac({"-q", "refresh"}).exit_code == 0);
  const std::map<std::string, int> filled{{"analysis_data_view", 3}, {"billion_ton_tileset_view", 1},
                                          {"landiq_record_view", 5}, {"landiq_tileset_view", 5},
                                          {"usda_census_view", 1},   {"usda_survey_view", 1}};
  CHECK(row_counts(*session) == filled);
  CHECK(session->execute("SELECT acres FROM ca_biositing.crop_area WHERE crop_name = 'Almonds'").value() ==
        "6");
  CHECK(project.schemac({"-q", "check"}).exit_code == 0);

  project.place.replace("model/modules/ca_biositing_views/landiq_record_view.yaml", "lr.acres,",
                        "round(lr.acres::numeric, 1) AS acres,");
  const std::optional<Migration> change = project.autogenerate("rounded acres");
  REQUIRE(change);
  CHECK(change->proved == "up, down");
  // The view, its comment and indexes, what reads it and its index; and nothing else.
  const std::set<std::string> recreated{
      "DROP MATERIALIZED VIEW ca_biositing.crop_area",
      "DROP MATERIALIZED VIEW ca_biositing.landiq_record_view",
      "CREATE MATERIALIZED VIEW ca_biositing.landiq_record_view AS",
      "COMMENT ON MATERIALIZED VIEW ca_biositing.landiq_record_view IS 'Denormalized LandIQ records with "
      "geometry.'",
      "CREATE UNIQUE INDEX landiq_record_view_record_id ON ca_biositing.landiq_record_view USING btree ",
      "CREATE INDEX landiq_record_view_geom ON ca_biositing.landiq_record_view USING gist ",
      "CREATE MATERIALIZED VIEW ca_biositing.crop_area AS",
      "CREATE UNIQUE INDEX crop_area_name ON ca_biositing.crop_area USING btree "};
  CHECK(statements(change->up) == recreated);
  CHECK(statements(change->down) == recreated);
  const Outcome pending = project.schemac({"-q", "check"});
  CHECK(pending.exit_code == 2);
  CHECK(pending.out.find(change->revision) != std::string::npos);

  REQUIRE(project.schemac({"-q", "upgrade"}).exit_code == 0);
  CHECK(project.schemac({"-q", "check"}).exit_code == 0);
  CHECK_FALSE(project.autogenerate("nothing"));
  REQUIRE(project.schemac({"-q", "refresh"}).exit_code == 0);
  CHECK(row_counts(*session) == filled);

  REQUIRE(project.schemac({"-q", "downgrade", "-1"}).exit_code == 0);
  const Outcome down = project.schemac({"-q", "check"});
  CHECK(down.exit_code == 2);
  CHECK(down.out.find(change->revision) != std::string::npos);
  CHECK(down.out.find(initial->revision) == std::string::npos);
  REQUIRE(project.schemac({"-q", "upgrade"}).exit_code == 0);
  CHECK(project.schemac({"-q", "check"}).exit_code == 0);
}
