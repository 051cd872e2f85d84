// Every kind of object, as a source and as a state: what the sources compile to is what a server makes of the
// same SQL, a plan from nothing makes it, and a plan to nothing takes it away.
#include <filesystem>

#include "base/subprocess.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

TEST_CASE("every kind of object is a source, a state, made and dropped", "[kinds]") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(SCHEMAC_SOURCE_DIR) / "tests/cli/kinds";
  Workspace place("kinds");
  place.write("schemac.yaml", "name: kinds\nsql: [kind.sql]\n");
  place.write("kind.sql", "");
  const std::string server = place.url();
  const auto session = pg::connect(server, pg::Settings::catalog);
  session->execute("CREATE ROLE reader");
  Files files;
  int number = 0;
  for (const fs::path& path : files.list(folder, ".sql")) {
    INFO(path.stem().string());
    place.write("kind.sql", files.read(path));
    const Outcome compiled = place.schemac({"diff", "--from", "project", "--to", "kind.sql", "--exit-code"});
    INFO(compiled.out << compiled.err);
    CHECK(compiled.exit_code == 0);

    const std::string name = "kind_" + std::to_string(++number);
    session->execute("CREATE DATABASE " + name);
    const std::string url = pg::with_database(server, name);
    const auto run = [&](const std::vector<std::string>& words) {
      const Outcome plan = place.schemac(words);
      INFO(plan.out << plan.err);
      CHECK(plan.exit_code == 0);
      const CommandResult ran = place.psql(url, plan.out);
      INFO(ran.output);
      CHECK(ran.exit_code == 0);
    };
    const auto equal = [&](const std::string& state) {
      const Outcome again =
          place.schemac({"diff", "--from", url, "--to", state, "--exit-code", "--allow", "all"});
      INFO(again.out << again.err);
      CHECK(again.exit_code == 0);
    };
    run({"diff", "--from", "empty", "--to", "kind.sql", "--allow", "all"});
    equal("kind.sql");
    run({"diff", "--from", url, "--to", "empty", "--allow", "all"});
    equal("empty");
  }
  CHECK(number > 25);
}
