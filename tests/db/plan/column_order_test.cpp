// The order in which columns lie in a table is a property of the table alone: what the server prints in that
// order (extended statistics, column lists of publications) is compared as a set.
#include "diff/diff.h"
#include "support/catch.h"
#include "support/live_state.h"

using namespace schemac;

TEST_CASE("columns in another order are no difference of what lists them", "[plan]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const std::string before =
      "CREATE TABLE visit (a integer, d text, c integer); ALTER TABLE visit ADD COLUMN b integer;";
  const std::string after = "CREATE TABLE visit (a integer, b integer, c integer, d text);";
  const auto with = [&](const std::string& table, const std::string& objects) {
    return test::LiveState(table + objects).catalog;
  };
  const std::string statistics = "CREATE STATISTICS s (dependencies) ON b, c, (lower(d)) FROM visit;";
  CHECK(diff(with(before, statistics), with(after, statistics)).empty());
  CHECK_FALSE(diff(with(before, statistics),
                   with(after, "CREATE STATISTICS s (dependencies) ON a, b, (lower(d)) FROM visit;"))
                  .empty());
  if (test::server()->connect()->server_version_num() < 150000) return;
  const std::string publication = "CREATE PUBLICATION p FOR TABLE visit (c, b);";
  CHECK(diff(with(before, publication), with(after, publication)).empty());
  CHECK_FALSE(
      diff(with(before, publication), with(after, "CREATE PUBLICATION p FOR TABLE visit (a, b);")).empty());
}
