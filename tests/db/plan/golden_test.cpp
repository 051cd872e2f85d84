// Every folder tests/golden/diff/<kind>/<case> on a real server: a database is made of from.sql and one of
// to.sql, both are read, and the plan between them is run on the first, then the plan back on the second.
// Each must end in exactly the other's state, by the catalog and by pg_dump, with the rows of both alive.
//
//   from.sql, to.sql   any SQL, INSERTs too. Directives in to.sql:
//                        -- renamed: table public.new <- table public.old
//                        -- renamed_column: table public.t: new <- old
//                        -- views: swap
//                        -- backfill: public.t.c
//                        -- server: 18   run from this major version on
//   plan.sql, hazards.txt   the plan from from.sql to to.sql on PostgreSQL 15, or on the first version
//                      that runs the case
//
// SCHEMAC_CASES=text,text runs the cases whose path contains one of them; SCHEMAC_UPDATE_GOLDEN=1 rewrites
// plan.sql and hazards.txt. Cases run side by side, since most of their time is the server's and pg_dump's;
// what they found is told afterwards, in the order of their names. $SCHEMAC_PG_BINDIR chooses another server;
// where pg_dump is older than it, the catalog alone is compared.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "plan/plan.h"
#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_cases.h"
#include "support/server.h"

using namespace schemac;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

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
    } else if (const std::string text = value("-- backfill: "); !text.empty()) {
      options.backfill.push_back(text);
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

int first_major(const std::string& sql) {
  const std::string directive = "-- server: ";
  const std::size_t at = sql.find(directive);
  return at == std::string::npos ? 0 : std::atoi(sql.c_str() + at + directive.size());
}

std::string hazard_text(const Plan& plan) {
  std::string text;
  for (const Hazard& hazard : plan.hazards()) {
    text += hazard.code + (hazard.destructive ? " (destructive)" : "") + "  " + hazard.message + "\n";
  }
  return text;
}

// What is wrong with the case; empty if nothing.
std::string run_case(const fs::path& folder, int major, bool update) {
  std::string trouble;
  try {
    const std::string to_sql = test::file_text(folder / "to.sql");
    const int first = first_major(to_sql);
    if (major < first) return {};
    test::LiveState from(test::file_text(folder / "from.sql"));
    test::LiveState to(to_sql);
    const Catalog old = from.catalog;
    const std::string old_dump = from.dump();
    const test::Outcome up = test::lead(from, {to.catalog, to.dump()}, options_of(to_sql, false));
    // Other servers prove the plan by its outcome.
    if (major == std::max(15, first)) {
      if (update) {
        write(folder / "plan.sql", test::plan_text(up.plan));
        write(folder / "hazards.txt", hazard_text(up.plan));
      }
      if (test::plan_text(up.plan) != test::file_text(folder / "plan.sql"))
        trouble += "not plan.sql:\n" + test::plan_text(up.plan);
      if (hazard_text(up.plan) != test::file_text(folder / "hazards.txt"))
        trouble += "not hazards.txt:\n" + hazard_text(up.plan);
    }
    if (!up.trouble.empty()) trouble += "up: " + up.trouble;
    PlanOptions back = options_of(to_sql, true);
    back.online = Online::never;
    const test::Outcome down = test::lead(to, {old, old_dump}, back);
    if (!down.trouble.empty()) trouble += "down: " + down.trouble;
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
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  for (const std::string role : {"golden_reader", "golden_writer", "golden_owner"})
    test::make_role(*test::server()->connect(), role);
  const int major = test::server()->connect()->server_version_num() / 10000;
  const bool update = std::getenv("SCHEMAC_UPDATE_GOLDEN") != nullptr;
  const fs::path root = fs::path(SCHEMAC_SOURCE_DIR) / "tests/golden/diff";
  const std::vector<fs::path> folders = test::case_folders(root, "from.sql");
  std::vector<std::string> troubles(folders.size());
  test::for_each_index(folders.size(),
                       [&](std::size_t at) { troubles[at] = run_case(folders[at], major, update); });
  for (std::size_t at = 0; at < folders.size(); ++at) {
    INFO(fs::relative(folders[at], root).string());
    INFO(troubles[at]);
    CHECK(troubles[at].empty());
  }
}
