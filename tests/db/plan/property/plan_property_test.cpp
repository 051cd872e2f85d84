// Random states and edits: the plan from the one to the other, run on a database that holds the first with
// rows, leads to a database equal to the second; diffing again finds nothing, and the rows are alive. The way
// back is run on the second, which has no rows.
//
// SCHEMAC_PROPERTY_COUNT pairs (default 200) from SCHEMAC_PROPERTY_SEED (default 1) on. A failure names its
// seed and is told with the statements that are left after all that do not matter are taken away.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "plan/plan.h"
#include "property/random_state.h"
#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_cases.h"
#include "support/server.h"

using namespace schemac;
using test::Statement;

namespace {

struct Pair {
  std::vector<Statement> from, to;
  std::string rows;  // of the first
  PlanOptions options, back;
  bool dump = false;  // compare what pg_dump says, too
};

std::string script(const std::vector<Statement>& statements) {
  std::string sql;
  for (const Statement& statement : statements) sql += statement.sql + ";\n";
  return sql;
}

// What is wrong; empty if nothing. Throws DatabaseError where one of the states cannot be made.
std::string check_pair(const Pair& pair) {
  test::LiveState from(script(pair.from) + pair.rows);
  test::LiveState to(script(pair.to));
  const Catalog old = from.catalog;
  std::optional<std::string> wanted;
  if (pair.dump) wanted = to.dump();
  const test::Outcome up = test::lead(from, {to.catalog, wanted}, pair.options);
  if (!up.trouble.empty()) return "up: " + up.trouble;
  const test::Outcome down = test::lead(to, {old, {}}, pair.back);
  return down.trouble.empty() ? std::string() : "down: " + down.trouble;
}

std::vector<Statement> without(const std::vector<Statement>& statements, const std::string& key) {
  std::vector<Statement> rest;
  for (const Statement& statement : statements) {
    if (statement.key != key) rest.push_back(statement);
  }
  return rest;
}

// The INSERTs that the tables and columns that are left still take are not known: a smaller pair has no rows
// unless it fails with them all.
Pair shrunk(Pair pair) {
  const auto fails = [](const Pair& candidate) {
    try {
      return !check_pair(candidate).empty();
    } catch (const pg::DatabaseError&) {
      return false;
    }
  };
  Pair bare = pair;
  bare.rows.clear();
  if (fails(bare)) pair = bare;
  bool smaller = true;
  for (int round = 0; round < 3 && smaller; ++round) {
    smaller = false;
    std::vector<std::string> keys;
    std::set<std::string> seen;
    for (const auto* side : {&pair.to, &pair.from}) {
      for (auto at = side->rbegin(); at != side->rend(); ++at) {
        if (seen.insert(at->key).second) keys.push_back(at->key);
      }
    }
    for (const std::string& key : keys) {
      Pair candidate = pair;
      candidate.from = without(pair.from, key);
      candidate.to = without(pair.to, key);
      if (!fails(candidate)) continue;
      pair = std::move(candidate);
      smaller = true;
    }
  }
  return pair;
}

Pair pair_of(std::uint64_t seed) {
  test::Random random(seed);
  test::RandomState from = test::random_state(random);
  test::add_fragments(from, random);
  const test::RandomState to = test::edited(from, random);
  Pair pair{test::statements(from), test::statements(to), test::rows(from), {}, {}, seed % 5 == 0};
  pair.back.online = Online::never;
  test::declare_renames(from.fragments, to.fragments, pair.options.diff);
  test::declare_renames(to.fragments, from.fragments, pair.back.diff);
  pair.options.online = static_cast<Online>(random() % 3);
  pair.options.views = random() % 3 == 0 ? ViewStrategy::swap : ViewStrategy::recreate;
  return pair;
}

std::string run_seed(std::uint64_t seed) {
  const Pair pair = pair_of(seed);
  try {
    if (check_pair(pair).empty()) return {};
    const Pair small = shrunk(pair);
    return "from:\n" + script(small.from) + (small.rows.empty() ? "" : small.rows + ";\n") + "to:\n" +
           script(small.to) + check_pair(small);
  } catch (const pg::DatabaseError& error) {
    return "not a state: " + error.facts().message + " in: " + error.facts().statement + "\n" +
           script(pair.from) + pair.rows + "\nto:\n" + script(pair.to);
  }
}

std::uint64_t number(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE("random states: a plan leads from each to its edited form", "[property]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  test::make_role(*test::server()->connect(), "golden_reader");
  const std::uint64_t first = number("SCHEMAC_PROPERTY_SEED", 1);
  const std::uint64_t count = number("SCHEMAC_PROPERTY_COUNT", 200);
  std::vector<std::string> troubles(count);
  test::for_each_index(count, [&](std::size_t at) { troubles[at] = run_seed(first + at); });
  for (std::size_t at = 0; at < count; ++at) {
    INFO("SCHEMAC_PROPERTY_SEED=" << first + at << " SCHEMAC_PROPERTY_COUNT=1");
    INFO(troubles[at]);
    CHECK(troubles[at].empty());
  }
}
