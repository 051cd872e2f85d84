// The embedded server as a person meets it: `db …`, odd and deep folders, a crash, two builds on one machine.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "pg/embedded.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using nlohmann::json;
using test::Outcome;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

struct Project : Workspace {
  explicit Project(const std::string& name, const std::string& below = {}) : Workspace(name, below) {
    write("schemac.yaml", "name: demo\nsql: [model.sql]\n");
    write("model.sql", "CREATE TABLE t (a int);\n");
  }
  json status() const {
    const json result = json::parse(schemac({"-q", "db", "status", "--format", "json"}).out);
    return result.begin().value();
  }
  std::string psql(const std::string& sql) const {
    const Outcome outcome = schemac({"-q", "db", "psql", "--", "-X", "-At", "-c", sql});
    CHECK(outcome.exit_code == 0);
    return outcome.out.substr(0, outcome.out.find('\n'));
  }
};

bool skipped() {
  if (pg::find_binaries()) return false;
  WARN("skipped: no PostgreSQL server binaries are installed");
  return true;
}

}  // namespace

TEST_CASE("db start, url, psql, stop, destroy in a deep and odd folder", "[embedded]") {
  if (skipped()) return;
  const std::string below = "it's a \"deep\" folder; $HOME %s/" + std::string(100, 'd') + "/ü, and more";
  const Project project("deep", below);
  REQUIRE(project.folder().string().size() > 107);
  CHECK(project.status().at("running") == false);
  REQUIRE(project.schemac({"-q", "db", "start"}).exit_code == 0);
  const json running = project.status();
  CHECK(running.at("running") == true);
  CHECK(project.url() == running.at("url").get<std::string>());
  CHECK(project.psql("SHOW listen_addresses").empty());
  CHECK(project.psql("SELECT 1 + 1") == "2");
  CHECK(project.schemac({"-q", "revision", "--autogenerate", "-m", "first"}).exit_code == 0);
  CHECK(project.schemac({"-q", "upgrade"}).exit_code == 0);
  CHECK(project.schemac({"-q", "check"}).exit_code == 0);
  // From elsewhere, by another name of the same folder.
  CHECK(
      project
          .schemac({"-q", "-C", "..", "-c", (project.folder() / "." / "schemac.yaml").string(), "db", "url"})
          .out == project.schemac({"-q", "db", "url"}).out);
  CHECK(project.schemac({"-q", "db", "stop"}).exit_code == 0);
  CHECK(project.status().at("running") == false);
  CHECK(project.schemac({"-q", "check"}).exit_code == 0);  // started again by whoever needs it
  CHECK(project.schemac({"-q", "db", "destroy"}).exit_code == 0);
  CHECK_FALSE(fs::exists(running.at("data").get<std::string>()));
  CHECK(project.schemac({"-q", "db", "stop"}).exit_code == 0);  // nothing to do
}

TEST_CASE("two builds have two servers", "[embedded]") {
  if (skipped()) return;
  const Project one("build one");
  const Project two("build two");
  CHECK(one.psql("CREATE TABLE public.mine (a int)") == "CREATE TABLE");
  CHECK(two.psql("SELECT to_regclass('public.mine') IS NULL") == "t");
  CHECK(one.url() != two.url());
  CHECK(one.schemac({"-q", "db", "destroy"}).exit_code == 0);
  CHECK(two.psql("SELECT 1") == "1");
}

TEST_CASE("a crashed server is started again, whatever its pid file says", "[embedded]") {
  if (skipped()) return;
  const Project project("crash");
  project.psql("CREATE TABLE public.kept AS SELECT 7 AS a");
  const json before = project.status();
  REQUIRE(::kill(before.at("pid").get<int>(), SIGKILL) == 0);
  CHECK(project.psql("SELECT a FROM public.kept") == "7");
  CHECK(project.status().at("pid") != before.at("pid"));
  REQUIRE(project.schemac({"-q", "db", "stop"}).exit_code == 0);
  // The number of a process that is somebody else's.
  const fs::path data = before.at("data").get<std::string>();
  std::ofstream(data / "postmaster.pid") << ::getpid() << "\n"
                                         << data.string() << "\n1\n5432\n\n\n\nready   \n";
  CHECK(project.psql("SELECT a FROM public.kept") == "7");
}
