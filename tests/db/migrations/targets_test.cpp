// upgrade --targets: many databases. SCHEMAC_TARGETS says how many (100 by default).
#include "targets/targets.h"

#include <cstdlib>
#include <memory>

#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

std::size_t target_count() {
  const char* const wanted = std::getenv("SCHEMAC_TARGETS");
  return wanted == nullptr ? 100 : std::stoul(wanted);
}

}  // namespace

TEST_CASE("a file of targets has URLs and queries") {
  CHECK(parse_targets("# all\n\npostgresql://h/a\r\n  query: postgresql://h/b SELECT url FROM x \n", "t") ==
        std::vector<TargetLine>{{"postgresql://h/a", ""}, {"postgresql://h/b", "SELECT url FROM x"}});
  CHECK_THROWS_WITH(parse_targets("postgresql://h/a\nsecret\n", "t"), Catch::StartsWith("t:2: neither"));
  CHECK_THROWS_WITH(parse_targets("query: postgresql://h/b\n", "t"), Catch::StartsWith("t:1: neither"));
}

TEST_CASE("many databases are upgraded, failures stop it or not, and a rerun does what is left") {
  NEED_SERVER();
  std::vector<std::unique_ptr<TestDatabase>> databases;
  TestDatabase tenants;
  MigrationProject project(tenants.url());
  tenants.session().execute("CREATE TABLE public.tenant (n serial, name text)");
  for (std::size_t i = 0; i < target_count(); ++i) {
    databases.push_back(std::make_unique<TestDatabase>());
    tenants.session().query("INSERT INTO public.tenant (name) VALUES ($1)", {databases.back()->name()});
  }
  project.migration("m1", "none", "-- up\nCREATE TABLE public.a (id integer);\n");
  project.migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integer);\n");
  databases[3]->session().execute("CREATE TABLE public.b (other text)");  // in the way
  project.write("targets", databases[0]->url() + "\nquery: " + tenants.url() +
                               " SELECT name FROM public.tenant ORDER BY n\n");

  const std::vector<std::string> urls =
      read_targets(project.environment, (project.folder() / "targets").string());
  REQUIRE(urls.size() == databases.size());
  const RevisionGraph graph = read_graph(project);
  const TargetsReport stopped = upgrade_targets(project.environment, urls, graph, "head", {}, {1, false});
  CHECK(stopped.count(TargetOutcome::upgraded) == 3);
  CHECK(stopped.count(TargetOutcome::failed) == 1);
  CHECK(stopped.targets[3].error.find("m2 failed") != std::string::npos);
  CHECK(stopped.targets[4].outcome == TargetOutcome::not_begun);

  const TargetsReport on = upgrade_targets(project.environment, urls, graph, "head", {}, {4, true});
  CHECK(on.count(TargetOutcome::upgraded) == databases.size() - 4);
  CHECK(on.count(TargetOutcome::at_target) == 3);
  CHECK(on.count(TargetOutcome::failed) == 1);
  CHECK(text(databases[3]->session(), "SELECT revision FROM schemac.migration") == "m1");

  databases[3]->session().execute("DROP TABLE public.b");
  const CommandResult rerun =
      run_tool(project, tenants.url(), {"upgrade", "--targets", "targets", "--jobs", "4", "--keep-going"});
  INFO(rerun.output);
  CHECK(rerun.exit_code == 0);
  CHECK(rerun.output.find("1 upgraded, " + std::to_string(databases.size() - 1) +
                          " already at the target, 0 failed") != std::string::npos);
  for (const auto& database : databases)
    CHECK(text(database->session(), "SELECT count(*) FROM schemac.migration") == "2");
}
