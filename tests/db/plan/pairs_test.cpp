// Pairs of states from anywhere: every folder below $SCHEMAC_PAIRS that has a from.sql and a to.sql, or one
// of the pairs of names a.sql and b.sql, old.sql and new.sql. Each is led there and back; the measure is the
// plan applied, pg_dump equal, the difference empty, and the rows alive that every table got.
//
// A plan may fail on the rows where it says so beforehand (failing-constraint, failing-cast, data-loss): the
// pair is then judged without rows. A failure without a warning counts. Roles that a state names are made
// first. A pair whose own SQL the server refuses is told apart, and counts as not passed. Not run by CTest:
// the folder is the caller's.
//
//   SCHEMAC_PAIRS=folder db_plan_tests "[pairs]"        SCHEMAC_CASES=text,text chooses some
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_cases.h"
#include "support/seed_rows.h"

using namespace schemac;

namespace {

namespace fs = std::filesystem;

struct Pair {
  std::string name, from, to;
};

std::vector<Pair> pairs(const fs::path& root) {
  std::vector<Pair> found;
  for (const auto& [from, to] :
       {std::pair("from.sql", "to.sql"), std::pair("a.sql", "b.sql"), std::pair("old.sql", "new.sql")}) {
    for (const fs::path& folder : test::case_folders(root, to)) {
      found.push_back({fs::relative(folder, root).string(), test::file_text(folder / from),
                       test::file_text(folder / to)});
    }
  }
  return found;
}

// The state, with the roles made that its SQL names and the server lacks.
std::unique_ptr<test::LiveState> state_of(const std::string& sql) {
  static const std::regex lacking("role \"(.*)\" does not exist");
  for (int made = 0;; ++made) {
    try {
      return std::make_unique<test::LiveState>(sql);
    } catch (const pg::DatabaseError& error) {
      std::smatch match;
      const std::string message = error.facts().message;
      if (made > 50 || !std::regex_search(message, match, lacking)) throw;
      test::make_role(*test::server()->connect(), match[1]);
    }
  }
}

bool is_about_rows(const std::string& sql_state) {
  return sql_state.starts_with("22") || sql_state.starts_with("23");
}

bool warns_of_rows(const Plan& plan) {
  const std::vector<Hazard> hazards = plan.hazards();
  return std::any_of(hazards.begin(), hazards.end(), [](const Hazard& hazard) {
    return hazard.destructive || hazard.code.starts_with("failing-");
  });
}

struct Verdict {
  std::string trouble;
  bool without_rows = false;  // the rows were refused, as the plan had said
};

Verdict led(test::LiveState& start, const std::string& sql, const test::Goal& goal, Online online) {
  PlanOptions options;
  options.online = online;
  test::seed_rows(start.database.session(), start.catalog);
  const test::Outcome outcome = test::lead(start, goal, options);
  if (!is_about_rows(outcome.sql_state) || !warns_of_rows(outcome.plan)) return {outcome.trouble, false};
  return {test::lead(*state_of(sql), goal, options).trouble, true};
}

Verdict judged(const Pair& pair) {
  try {
    const std::unique_ptr<test::LiveState> from = state_of(pair.from);
    const std::unique_ptr<test::LiveState> to = state_of(pair.to);
    const Catalog old = from->catalog;
    const std::string old_dump = from->dump();
    const Verdict there = led(*from, pair.from, {to->catalog, to->dump()}, Online::automatic);
    const Verdict back = led(*to, pair.to, {old, old_dump}, Online::never);
    Verdict verdict{{}, there.without_rows || back.without_rows};
    if (!there.trouble.empty()) verdict.trouble += "up: " + there.trouble;
    if (!back.trouble.empty()) verdict.trouble += "down: " + back.trouble;
    return verdict;
  } catch (const pg::DatabaseError& error) {
    return {"no state: " + error.facts().message + "\nin: " + error.facts().statement, false};
  } catch (const std::exception& error) {
    return {error.what(), false};
  }
}

}  // namespace

TEST_CASE("pairs of states from a folder", "[.pairs]") {
  const char* root = std::getenv("SCHEMAC_PAIRS");
  REQUIRE(root != nullptr);
  REQUIRE(test::server() != nullptr);
  const std::vector<Pair> all = pairs(root);
  std::vector<Verdict> verdicts(all.size());
  test::for_each_index(all.size(), [&](std::size_t at) { verdicts[at] = judged(all[at]); });
  std::size_t passed = 0, without_rows = 0;
  for (std::size_t at = 0; at < all.size(); ++at) {
    passed += verdicts[at].trouble.empty() ? 1 : 0;
    without_rows += verdicts[at].without_rows ? 1 : 0;
    INFO(all[at].name);
    INFO(verdicts[at].trouble);
    CHECK(verdicts[at].trouble.empty());
  }
  std::cout << "passed " << passed << "/" << all.size() << ", " << without_rows
            << " of all without the rows that their plans warn of\n";
}
