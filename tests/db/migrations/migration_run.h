// What the tests of migrations share: the commands in this process, the real tool, and reading a database.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "apply/apply.h"
#include "base/subprocess.h"
#include "support/migration_project.h"
#include "support/server.h"

#define NEED_SERVER()                               \
  if (schemac::test::server() == nullptr) {         \
    WARN("skipped: no PostgreSQL server binaries"); \
    return;                                         \
  }

namespace schemac::test {

RevisionGraph read_graph(MigrationProject& project);
ApplyReport upgrade(MigrationProject& project, const std::string& url, const std::string& word = "head");
ApplyReport downgrade(MigrationProject& project, const std::string& url, const std::string& word);

// Rows as "a,b;c,d".
std::string text(pg::Session& session, const std::string& sql);
// Tables of schema public.
std::string tables(pg::Session& session);

// The real executable in the project's folder, which gets a schemac.yaml if it has none.
Command tool(MigrationProject& project, const std::string& url, const std::vector<std::string>& arguments);
CommandResult run_tool(MigrationProject& project, const std::string& url,
                       const std::vector<std::string>& arguments);

// A checkout with a database of its own, and the real tool at work in it. What the tool said is shown where a
// check fails.
class Checkout {
 public:
  Checkout() : project_(database_.url()) {}
  MigrationProject& project() { return project_; }
  pg::Session& session() { return database_.session(); }
  const std::string& url() const { return database_.url(); }

  CommandResult run(const std::vector<std::string>& words);
  // Its output; the exit code is checked.
  std::string said(int exit_code, const std::vector<std::string>& words);
  nlohmann::json json(std::vector<std::string> words);

 protected:
  TestDatabase database_;
  MigrationProject project_;
};

// psql of the server's own version.
CommandResult run_psql(const std::string& url, const std::string& script);

}  // namespace schemac::test
