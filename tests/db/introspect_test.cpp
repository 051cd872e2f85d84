// Introspection and the printer against each other: what is read from a database, printed into an empty one
// and read again must be the same, and pg_dump must say so too.
#include "pg/introspect.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/subprocess.h"
#include "base/topological.h"
#include "catalog/ddl.h"
#include "catalog/text.h"
#include "support/catch.h"
#include "support/server.h"

using namespace schemac;

namespace {

const std::filesystem::path fixtures = std::filesystem::path(SCHEMAC_SOURCE_DIR) / "tests/db/introspect";

void make_roles() {
  auto session = test::server()->connect();
  for (const char* role : {"schemac_test_reader", "schemac_test_owner", "schemac test \"odd\" role"}) {
    const auto found = session->query("SELECT 1 FROM pg_roles WHERE rolname = $1", {std::string(role)});
    if (found.rows.empty()) session->execute("CREATE ROLE " + quote_identifier(role));
  }
}

// Everything that the catalog says into an empty database.
void print_into(pg::Session& session, const Catalog& catalog) {
  std::vector<const Object*> objects;
  std::map<ObjectId, std::size_t> numbers;
  for (const auto& [id, object] : catalog.objects) {
    numbers.emplace(id, objects.size());
    objects.push_back(&object);
  }
  std::vector<std::vector<std::size_t>> edges(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    for (const Dependency& edge : objects[i]->depends_on) {
      // A sequence that belongs to a column is told so at the end.
      if (objects[i]->id.kind == Kind::sequence && !edge.column.empty()) continue;
      const auto found = numbers.find(edge.on);
      if (found != numbers.end()) edges[i].push_back(found->second);
    }
  }
  const TopologicalOrder order = topological_order(edges);
  if (!order.cycle.empty()) {
    for (const std::size_t i : order.cycle) UNSCOPED_INFO("cycle: " << objects[i]->id.text());
    FAIL("the dependencies have a cycle");
  }
  std::vector<std::string> statements;
  for (const std::size_t i : order.order) {
    auto own = create_statements(*objects[i]);
    if (objects[i]->id == ObjectId{Kind::namespace_, {}, {}, "public"}) {
      own.erase(std::remove(own.begin(), own.end(), "CREATE SCHEMA public"), own.end());
    }
    std::move(own.begin(), own.end(), std::back_inserter(statements));
  }
  for (const std::size_t i : order.order) {
    auto own = completion_statements(*objects[i]);
    std::move(own.begin(), own.end(), std::back_inserter(statements));
  }
  for (const std::string& statement : statements) {
    try {
      session.execute(statement);
    } catch (const pg::DatabaseError& error) {
      FAIL(error.what() << "\nin: " << statement);
    }
  }
}

CommandResult program(std::vector<std::string> argv) {
  Command command;
  command.argv = std::move(argv);
  return run_command(command);
}

// Statements of pg_dump, sorted: the order follows the oids. Empty if there is no pg_dump of the server's
// version.
std::vector<std::string> dumped(const std::string& url, int server_version_num) {
  try {
    const auto version = program({"pg_dump", "--version"}).output;
    const std::size_t digit = version.find_first_of("0123456789");
    if (digit == std::string::npos || std::stoi(version.substr(digit)) < server_version_num / 10000)
      return {};
  } catch (const OsError&) {
    return {};
  }
  const CommandResult result = program({"pg_dump", "--schema-only", "-d", url});
  INFO(result.output);
  REQUIRE(result.exit_code == 0);
  std::vector<std::string> statements;
  std::istringstream lines(result.output);
  std::string statement;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("--") || line.starts_with("\\") || line.empty()) {
      if (!statement.empty()) statements.push_back(std::move(statement));
      statement.clear();
      continue;
    }
    // Of one object, but in the order in which they were granted.
    if (line.starts_with("GRANT ") || line.starts_with("REVOKE ") || line.starts_with("ALTER DEFAULT ")) {
      statements.push_back(line);
      continue;
    }
    statement += line + '\n';
  }
  if (!statement.empty()) statements.push_back(std::move(statement));
  std::sort(statements.begin(), statements.end());
  return statements;
}

std::string difference(const Catalog& a, const Catalog& b) {
  std::string out;
  for (const auto& [id, object] : a.objects) {
    const Object* other = b.find(id);
    if (other == nullptr) {
      out += "only before: " + dump(object);
    } else if (!(*other == object)) {
      out += "before: " + dump(object) + "after: " + dump(*other);
    }
  }
  for (const auto& [id, object] : b.objects) {
    if (a.find(id) == nullptr) out += "only after: " + dump(object);
  }
  return out;
}

}  // namespace

TEST_CASE("what is read, printed and read again is the same", "[introspect]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  make_roles();
  Files files;
  const auto paths = files.list(fixtures, ".sql");
  REQUIRE(paths.size() >= 8);
  const std::string only = std::getenv("INTROSPECT_FIXTURE") ? std::getenv("INTROSPECT_FIXTURE") : "";
  for (const auto& path : paths) {
    if (!only.empty() && path.stem() != only) continue;
    DYNAMIC_SECTION(path.stem().string()) {
      test::TestDatabase before;
      const int needed =
          path.stem().string().starts_with("from_") ? std::stoi(path.stem().string().substr(5)) : 13;
      if (before.session().server_version_num() < needed * 10000) continue;
      before.session().execute(files.read(path));
      const Catalog first = pg::introspect(before.session());
      CHECK(first.objects.size() > 5);

      test::TestDatabase after;
      print_into(after.session(), first);
      const Catalog second = pg::introspect(after.session());
      CHECK(difference(first, second) == "");
      CHECK(fingerprint(first) == fingerprint(second));
      CHECK(first.unread == second.unread);

      const auto old_dump = dumped(before.url(), first.server_version_num);
      const auto new_dump = dumped(after.url(), first.server_version_num);
      std::vector<std::string> lost, gained;
      std::set_difference(old_dump.begin(), old_dump.end(), new_dump.begin(), new_dump.end(),
                          std::back_inserter(lost));
      std::set_difference(new_dump.begin(), new_dump.end(), old_dump.begin(), old_dump.end(),
                          std::back_inserter(gained));
      for (const auto& s : lost) UNSCOPED_INFO("only in the first dump: " << s);
      for (const auto& s : gained) UNSCOPED_INFO("only in the second dump: " << s);
      CHECK((lost.empty() && gained.empty()));

      CHECK(difference(first, catalog_from_json(nlohmann::json::parse(to_json(first).dump()))) == "");
    }
  }
}
