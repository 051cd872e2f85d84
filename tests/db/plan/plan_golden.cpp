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
// and hazards.txt. Cases run side by side, since most of their time is the server's and pg_dump's; what they
// found is told afterwards, in the order of their names. $SCHEMAC_PG_BINDIR chooses another server; where
// pg_dump is older than it, the catalog alone is compared.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

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

ObjectId object_id(const std::string& text) {
  const auto id = parse_object_id(text);
  if (!id) throw std::runtime_error("a directive names no object: " + text);
  return *id;
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
      ObjectId now = object_id(text.substr(0, arrow));
      ObjectId was = object_id(text.substr(arrow + 4));
      if (reversed) std::swap(now, was);
      options.diff.renamed[now] = was;
    } else if (const std::string text = value("-- renamed_column: "); !text.empty()) {
      const std::size_t colon = text.find(": ");
      const std::size_t arrow = text.find(" <- ");
      const ObjectId table = object_id(text.substr(0, colon));
      std::string now = text.substr(colon + 2, arrow - colon - 2);
      std::string was = text.substr(arrow + 4);
      if (reversed) std::swap(now, was);
      options.diff.renamed_columns[{table, now}] = was;
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

// What is wrong with the case; empty if nothing.
std::string run_case(const fs::path& folder, bool update) {
  std::string trouble;
  try {
    const std::string to_sql = read(folder / "to.sql");
    State from(read(folder / "from.sql"));
    State to(to_sql);
    const Catalog old = from.catalog;
    const std::string old_dump = from.dump;
    // The files say what PostgreSQL 15 prints; other servers prove the plan by its outcome.
    const int major = from.catalog.server_version_num / 10000;
    const bool compare = major == 15;
    PlanOptions there = options_of(to_sql, false);
    there.target_server_major = major;
    const Plan steps = plan(from.catalog, to.catalog, there);
    if (update && compare) {
      write(folder / "plan.sql", plan_text(steps));
      write(folder / "hazards.txt", hazard_text(steps));
    } else if (compare) {
      if (plan_text(steps) != read(folder / "plan.sql")) trouble += "not plan.sql:\n" + plan_text(steps);
      if (hazard_text(steps) != read(folder / "hazards.txt"))
        trouble += "not hazards.txt:\n" + hazard_text(steps);
    }
    const std::string up = lead(from, to.catalog, to.dump, there);
    if (!up.empty()) trouble += "up: " + up;
    PlanOptions back = options_of(to_sql, true);
    back.online = Online::never;
    back.target_server_major = major;
    const std::string down = lead(to, old, old_dump, back);
    if (!down.empty()) trouble += "down: " + down;
  } catch (const pg::DatabaseError& error) {
    trouble += error.facts().message + " in: " + error.facts().statement;
  } catch (const std::exception& error) {
    trouble += error.what();
  }
  return trouble;
}

}  // namespace

TEST_CASE("plans lead from state to state, there and back", "[plan]") {
  if (test::server() == nullptr) {
    WARN("no PostgreSQL server binaries: skipped");
    return;
  }
  make_roles(*test::server()->connect());
  const bool update = std::getenv("SCHEMAC_UPDATE") != nullptr;
  const std::vector<fs::path> folders = cases();
  std::vector<std::string> troubles(folders.size());
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> workers;
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 2U, 8U);
    for (unsigned worker = 0; worker < count; ++worker) {
      workers.emplace_back([&] {
        for (std::size_t at = next++; at < folders.size(); at = next++) {
          troubles[at] = run_case(folders[at], update);
        }
      });
    }
  }
  for (std::size_t at = 0; at < folders.size(); ++at) {
    INFO(fs::relative(folders[at], fs::path(SCHEMAC_SOURCE_DIR) / "tests/golden/diff").string());
    INFO(troubles[at]);
    CHECK(troubles[at].empty());
  }
}
