// The SQL of every golden case of lowering in a real server, and rows against it. rows.sql in a case holds
// one transaction a line: "+ statements" must commit, "- name: statements" must be refused, by the constraint
// or column of that name.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/files.h"
#include "pg/session.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/server.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

void check_rows(pg::Session& session, const std::string& rows) {
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 2 || line.starts_with("--")) continue;
    const bool accepted = line.front() == '+';
    const std::size_t colon = accepted ? 1 : line.find(": ");
    REQUIRE((accepted || (line.front() == '-' && colon != std::string::npos)));
    const std::string name = accepted ? "" : line.substr(2, colon - 2);
    INFO(line);
    try {
      session.execute("BEGIN; " + line.substr(colon + 1) + "; COMMIT");
      CHECK(accepted);
    } catch (const pg::DatabaseError& error) {
      INFO(error.facts().message << " (" << error.facts().object << ")");
      CHECK_FALSE(accepted);
      const bool named = error.facts().message.find(name) != std::string::npos ||
                         error.facts().object.find(name) != std::string::npos;
      CHECK(named);
      session.execute("ROLLBACK");
    }
  }
}

// The golden cases with PostGIS, or those without.
void run_cases(bool with_postgis) {
  const Files files;
  test::for_each_case("lower", [&](const fs::path& folder) {
    const auto sql = files.read_if_exists(folder / "expected.sql");
    if (!sql || (sql->find("EXTENSION postgis") != std::string::npos) != with_postgis) return;
    test::TestDatabase database;
    pg::Session& session = database.session();
    session.execute(*sql);
    if (const auto rows = files.read_if_exists(folder / "rows.sql")) check_rows(session, *rows);
  });
}

TEST_CASE("a server takes what lowering writes, and refuses what the model calls invalid", "[lower][db]") {
  if (test::server() != nullptr) run_cases(false);
}

TEST_CASE("a server with PostGIS takes what lowering writes", "[lower][db][postgis]") {
  if (test::server() == nullptr) return;
  if (!test::has_extension("postgis")) {
    WARN("skipped: PostGIS is not installed");
    return;
  }
  run_cases(true);
}

}  // namespace
}  // namespace schemac
