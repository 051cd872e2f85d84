// Every folder tests/golden/diff/<kind>/<case> on a real server: a database is made of from.sql and one of
// to.sql, both are read, and the plan between them is run on the first, then the plan back on the second.
// Each must end in exactly the other's state, by the catalog and by pg_dump, with the rows of both alive.
//
//   from.sql, to.sql   any SQL, INSERTs too. Directives in to.sql:
//                        -- renamed: table public.new <- table public.old
//                        -- renamed_column: table public.t: new <- old
//                        -- views: swap
//   plan.sql, hazards.txt   what the plan from from.sql to to.sql looks like
//
// SCHEMAC_CASES=text,text runs the cases whose path contains one of them; SCHEMAC_UPDATE=1 rewrites plan.sql
// and hazards.txt.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "migrate/plan.h"
#include "pg/introspect.h"
#include "support/catch.h"
#include "support/plan_run.h"
#include "support/server.h"

using namespace schemac;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

std::vector<fs::path> cases() {
  const fs::path root = fs::path(SCHEMAC_SOURCE_DIR) / "tests/golden/diff";
  const char* wanted = std::getenv("SCHEMAC_CASES");
  std::vector<fs::path> found;
  if (!fs::exists(root)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().filename() != "from.sql") continue;
    const fs::path folder = entry.path().parent_path();
    if (wanted) {
      std::istringstream words(wanted);
      bool chosen = false;
      for (std::string word; std::getline(words, word, ',');) {
        chosen = chosen || folder.string().find(word) != std::string::npos;
      }
      if (!chosen) continue;
    }
    found.push_back(folder);
  }
  std::sort(found.begin(), found.end());
  return found;
}

PlanOptions options_of(const std::string& sql, bool reversed) {
  PlanOptions options;
  std::istringstream lines(sql);
  for (std::string line; std::getline(lines, line);) {
    const auto value = [&](const std::string& word) {
      return line.starts_with(word) ? line.substr(word.size()) : std::string();
    };
    if (const std::string text = value("-- renamed: "); !text.empty()) {
      const std::size_t arrow = text.find(" <- ");
      auto now = parse_object_id(text.substr(0, arrow));
      auto was = parse_object_id(text.substr(arrow + 4));
      REQUIRE(now);
      REQUIRE(was);
      if (reversed) std::swap(now, was);
      options.diff.renamed[*now] = *was;
    } else if (const std::string text = value("-- renamed_column: "); !text.empty()) {
      const std::size_t colon = text.find(": ");
      const std::size_t arrow = text.find(" <- ");
      const auto table = parse_object_id(text.substr(0, colon));
      REQUIRE(table);
      std::string now = text.substr(colon + 2, arrow - colon - 2);
      std::string was = text.substr(arrow + 4);
      if (reversed) std::swap(now, was);
      options.diff.renamed_columns[{*table, now}] = was;
    } else if (line == "-- views: swap") {
      options.views = ViewStrategy::swap;
    }
  }
  if (reversed) {
    // A column's table has the name of the state that the plan leads to.
    std::map<std::pair<ObjectId, std::string>, std::string> moved;
    for (const auto& [key, was] : options.diff.renamed_columns) {
      ObjectId table = key.first;
      for (const auto& [now, old] : options.diff.renamed) {
        if (old == table) table = now;
      }
      moved[{table, key.second}] = was;
    }
    options.diff.renamed_columns = std::move(moved);
  }
  return options;
}

std::string plan_text(const Plan& plan) {
  std::string text;
  for (const Step& step : plan.steps) {
    text += "-- " + step.title + "  [lock: " + std::string(lock_name(step.lock));
    if (step.lock != Lock::none) text += step.brief ? ", brief" : ", long";
    if (!step.transactional) text += ", no transaction";
    if (step.commit_after) text += ", commit";
    text += "]\n" + step.sql + ";\n\n";
  }
  return text;
}

std::string hazard_text(const Plan& plan) {
  std::string text;
  for (const Hazard& hazard : plan.hazards()) {
    text += hazard.code + (hazard.destructive ? " (destructive)" : "") + "  " + hazard.message + "\n";
  }
  return text;
}

void make_roles(pg::Session& session) {
  for (const std::string role : {"golden_reader", "golden_writer", "golden_owner"}) {
    const auto found = session.query("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1", {role});
    if (found.rows.empty()) session.execute("CREATE ROLE " + role);
  }
}

struct State {
  test::TestDatabase database;
  Catalog catalog;
  std::string dump;
  explicit State(const std::string& sql) {
    make_roles(database.session());
    auto session = database.connect();
    session->execute("SET search_path = public");
    session->execute(sql);
    read();
  }
  void read() {
    catalog = pg::introspect(database.session(), {{}, true});
    dump = test::normal_dump(database.url());
  }
};

// The plan from one catalog to the other, run on the database that holds the first.
std::string lead(State& state, const Catalog& to, const std::string& dump, const PlanOptions& options) {
  const Plan steps = plan(state.catalog, to, options);
  const auto rows = test::row_digests(state.database.session(), state.catalog, to, options.diff);
  try {
    test::run_plan(*state.database.connect(), steps);
  } catch (const pg::DatabaseError& error) {
    return "failed: " + error.facts().message + " " + error.facts().detail +
           "\nin: " + error.facts().statement + "\nplan:\n" + plan_text(steps);
  }
  const Catalog before = state.catalog;
  state.read();
  std::string trouble;
  for (const Change& change : diff(state.catalog, to)) {
    trouble += "still different: " + change.id.text() + "\n";
    for (const Difference& difference : change.differences) {
      trouble += "  " + difference.attribute + ": " + difference.from + " | " + difference.to + "\n";
    }
  }
  if (state.dump != dump) trouble += test::text_difference(state.dump, dump);
  for (const auto& [id, object] : state.catalog.objects) {
    const auto* view = body_as<View>(object);
    if (id.kind != Kind::materialized_view || !view->with_data) continue;
    const Catalog& was = before;
    const bool changed = was.find(id) == nullptr || !(was.find(id)->body == object.body);
    if (changed && !test::holds_its_query(state.database.session(), object))
      trouble += "stale: " + id.text() + "\n";
  }
  for (const auto& [what, digest] : rows) {
    const std::string now = test::row_digest(state.database.session(), what);
    if (now != digest) trouble += "rows changed: " + what.table + " " + digest + " | " + now + "\n";
  }
  if (!trouble.empty()) trouble += "plan:\n" + plan_text(steps);
  for (const std::string& note : steps.notes) {
    if (note.starts_with("No order")) trouble += note + "\n";
  }
  return trouble;
}

}  // namespace

TEST_CASE("plans lead from state to state, there and back", "[plan]") {
  if (test::server() == nullptr) {
    WARN("no PostgreSQL server binaries: skipped");
    return;
  }
  const bool update = std::getenv("SCHEMAC_UPDATE") != nullptr;
  for (const fs::path& folder : cases()) {
    const std::string name =
        fs::relative(folder, fs::path(SCHEMAC_SOURCE_DIR) / "tests/golden/diff").string();
    INFO(name);
    const std::string to_sql = read(folder / "to.sql");
    try {
      State from(read(folder / "from.sql"));
      State to(to_sql);
      const Catalog old = from.catalog;
      const std::string old_dump = from.dump;
      const PlanOptions there = options_of(to_sql, false);
      const Plan steps = plan(from.catalog, to.catalog, there);
      if (update) {
        write(folder / "plan.sql", plan_text(steps));
        write(folder / "hazards.txt", hazard_text(steps));
      } else {
        CHECK(plan_text(steps) == read(folder / "plan.sql"));
        CHECK(hazard_text(steps) == read(folder / "hazards.txt"));
      }
      const std::string up = lead(from, to.catalog, to.dump, there);
      if (!up.empty()) FAIL_CHECK("up: " << up);
      PlanOptions back = options_of(to_sql, true);
      back.online = Online::never;
      const std::string down = lead(to, old, old_dump, back);
      if (!down.empty()) FAIL_CHECK("down: " << down);
    } catch (const pg::DatabaseError& error) {
      FAIL_CHECK(error.facts().message << " in: " << error.facts().statement);
    }
  }
}
