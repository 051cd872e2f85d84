// docs/getting-started.md, as somebody types it who reads it for the first time.
#include <string>
#include <vector>

#include "pg/embedded.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

std::vector<std::string> yaml_blocks(const std::string& page) {
  const std::string begin = "```yaml\n";
  std::vector<std::string> blocks;
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    blocks.push_back(page.substr(at, page.find("```", at) - at));
  }
  return blocks;
}

}  // namespace

TEST_CASE("getting started, word by word", "[getting_started]") {
  if (!pg::find_binaries()) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const std::string page =
      Files().read(std::filesystem::path(SCHEMAC_SOURCE_DIR) / "docs" / "getting-started.md");
  const std::vector<std::string> blocks = yaml_blocks(page);
  REQUIRE(blocks.size() == 3);
  Workspace place("orchard");
  const auto succeeds = [&](const std::vector<std::string>& command) {
    const Outcome outcome = place.schemac(command);
    INFO(command.front() << ": " << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return outcome.out;
  };

  succeeds({"init"});
  succeeds({"compile"});  // what init wrote is a project
  place.write("schema/orchard.yaml", blocks[0]);
  place.replace("schemac.yaml", "linkml: []", "linkml: [schema/orchard.yaml]");
  succeeds({"compile"});
  for (const char* name : {"manifest.json", "schema.sql", "graph.dot"})
    CHECK(std::filesystem::exists(place.folder() / "build/schemac" / name));

  // The mistake of the page, shown as the page shows it.
  place.replace("schema/orchard.yaml", "FROM tree t", "FROM trea t");
  const Outcome mistake = place.schemac({"compile"});
  CHECK(mistake.exit_code == 1);
  INFO(mistake.err);
  CHECK(page.find(mistake.err.substr(0, mistake.err.find("1 error"))) != std::string::npos);
  place.replace("schema/orchard.yaml", "FROM trea t", "FROM tree t");

  CHECK(succeeds({"revision", "--autogenerate", "-m", "first tables"}).find("_first_tables.sql") !=
        std::string::npos);
  succeeds({"upgrade"});
  place.write("trees.yaml", blocks[1]);
  place.write("harvests.yaml", blocks[2]);
  succeeds({"load", "--class", "Tree", "trees.yaml"});
  succeeds({"load", "--class", "Harvest", "harvests.yaml"});
  CHECK(succeeds({"views"}).find("stale") != std::string::npos);
  succeeds({"refresh"});
  CHECK(succeeds({"db", "psql", "--", "-X", "-At", "-c", "SELECT * FROM yield_by_variety ORDER BY 1"}) ==
        "apple|59.5\nquince|7.25\n");

  place.replace("schema/orchard.yaml", "GROUP BY t.variety",
                "WHERE h.mass_kg > 8\n        GROUP BY t.variety");
  const std::string path = succeeds({"revision", "--autogenerate"});
  const std::string migration = place.read(path.substr(0, path.find('\n')));
  CHECK(migration.find("yield_by_variety") != std::string::npos);
  CHECK(migration.find("TABLE") == std::string::npos);
  succeeds({"upgrade"});
  CHECK(place.schemac({"check"}).exit_code == 0);
}
