// Project files and what is beside them, where other users may write. Needs root, to give files to another
// user.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::LiveWorkspace;
using test::Outcome;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

constexpr uid_t stranger = 61998;

bool no_root() {
  if (::geteuid() == 0) return false;
  WARN("skipped: needs root, to give files to another user");
  return true;
}

void give(const fs::path& path) { REQUIRE(::lchown(path.c_str(), stranger, stranger) == 0); }
void open_to_all(const fs::path& path) { REQUIRE(::chmod(path.c_str(), 0777) == 0); }

bool refuses(const Outcome& outcome, const std::string& path) {
  INFO("exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
  CHECK(outcome.err.find("refusing") != std::string::npos);
  CHECK(outcome.err.find(path) != std::string::npos);
  CHECK(outcome.err.find("SCHEMAC_TRUST") != std::string::npos);
  return outcome.exit_code == 1;
}

}  // namespace

TEST_CASE("a project file of another user is taken if it is named, not if it is found", "[trust]") {
  if (no_root()) return;
  Workspace place("trust");
  place.write("schemac.yaml", "name: theirs\nsql: [model.sql]\n");
  place.write("model.sql", "CREATE TABLE t (a int);\n");
  place.write("below/it/x", "");
  const std::string folder = place.folder().string();
  const std::string below = folder + "/below/it";
  CHECK(place.schemac({"-C", below, "-q", "compile"}).exit_code == 0);
  SECTION("its own") { give(place.folder() / "schemac.yaml"); }
  SECTION("a link to a file of the caller") {
    fs::rename(place.folder() / "schemac.yaml", place.folder() / "real.yaml");
    fs::create_symlink("real.yaml", place.folder() / "schemac.yaml");
    give(place.folder() / "schemac.yaml");
  }
  SECTION("a link of the caller to it") {
    fs::rename(place.folder() / "schemac.yaml", place.folder() / "real.yaml");
    fs::create_symlink("real.yaml", place.folder() / "schemac.yaml");
    give(place.folder() / "real.yaml");
  }
  // In every command that looks for it, those that need none included.
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"compile"},
           {"heads"},
           {"db", "status"},
           {"db", "stop"},
           {"db", "url"},
           {"upgrade", "--database-url", "postgresql:///none?host=/nowhere"},
           {"diff", "--from", "empty", "--to", "empty"}}) {
    INFO(command.front());
    CHECK(refuses(place.schemac(command), folder + "/schemac.yaml"));
    std::vector<std::string> from_below{"-C", below};
    from_below.insert(from_below.end(), command.begin(), command.end());
    CHECK(refuses(place.schemac(from_below), folder + "/schemac.yaml"));
  }
  CHECK(place.schemac({"-c", "schemac.yaml", "-q", "compile"}).exit_code == 0);
  CHECK(place.schemac({"-C", folder, "-q", "compile"}).exit_code == 0);
  CHECK(place.schemac({"-C", below, "-c", "../../schemac.yaml", "-q", "compile"}).exit_code == 0);
  CHECK(place.schemac({"-q", "compile"}, {{"SCHEMAC_TRUST", folder}}).exit_code == 0);
  CHECK(place.schemac({"-q", "compile"}, {{"SUDO_UID", std::to_string(stranger)}}).exit_code == 0);
  CHECK(place.schemac({"-q", "compile"}, {{"SCHEMAC_TRUST", below}, {"SUDO_UID", "1"}}).exit_code == 1);
}

TEST_CASE("what others put beside a project, where all may write, is not run", "[trust]") {
  if (no_root() || test::server() == nullptr) return;
  LiveWorkspace place("beside");
  place.write("schemac.yaml",
              "name: own\nlinkml: [modules/a.yaml]\nsql: [sql]\ndatabase: {scratch: target}\n");
  place.write("modules/a.yaml", "id: https://example.org/a\nname: a\nimports: [b]\n");
  place.write("modules/b.yaml",
              "id: https://example.org/b\nname: b\nclasses:\n  B:\n    attributes:\n      x:\n");
  place.write("sql/model.sql", "CREATE TABLE t (a int);\n");
  REQUIRE(place.run({"-q", "revision", "--autogenerate", "-m", "first"}).exit_code == 0);
  place.write("hooks/before-upgrade/a.sql", "SELECT 1;\n");
  REQUIRE(place.run({"-q", "upgrade"}).exit_code == 0);
  const auto check_refused = [&](const std::vector<std::string>& command, const std::string& path) {
    INFO(path);
    const Outcome outcome = place.run(command);
    CHECK(refuses(outcome, path));
  };
  const std::string migration = "migrations/" + place.files("migrations").at(0);
  SECTION("the folder of the project") {
    open_to_all(place.folder());
    for (const std::string& name :
         {std::string("hooks"), std::string("migrations"), std::string("sql"), std::string("modules")}) {
      give(place.folder() / name);
      check_refused({name == "hooks" ? "upgrade" : name == "migrations" ? "heads" : "compile"}, name);
      REQUIRE(::lchown((place.folder() / name).c_str(), 0, 0) == 0);
    }
    CHECK(place.run({"-q", "upgrade"}).exit_code == 0);
    CHECK(place.run({"-q", "compile"}).exit_code == 0);
  }
  SECTION("a folder in it") {
    for (const auto& [file, command] :
         std::vector<std::pair<std::string, std::string>>{{"hooks/before-upgrade/a.sql", "upgrade"},
                                                          {migration, "heads"},
                                                          {"sql/model.sql", "compile"},
                                                          {"modules/b.yaml", "compile"}}) {
      open_to_all((place.folder() / file).parent_path());
      give(place.folder() / file);
      check_refused({command}, file);
      REQUIRE(::lchown((place.folder() / file).c_str(), 0, 0) == 0);
    }
  }
  SECTION("the build folder") {
    REQUIRE(place.run({"-q", "compile"}).exit_code == 0);
    open_to_all(place.folder());
    give(place.folder() / "build");
    check_refused({"compile"}, "build");
    check_refused({"inspect", "manifest"}, "build");
  }
  SECTION("the command line and the variable are consent") {
    open_to_all(place.folder());
    open_to_all(place.folder() / "sql");
    give(place.folder() / "sql");
    give(place.folder() / "sql/model.sql");
    CHECK(place.run({"inspect", "sql"}).exit_code == 0);
    CHECK(place.run({"-C", place.folder().string(), "-q", "compile"}).exit_code == 0);
    give(place.folder() / "schemac.yaml");  // of the same user
    CHECK(place.run({"-c", "schemac.yaml", "-q", "compile"}).exit_code == 0);
  }
}

TEST_CASE("without a project the server of commands that need none is found", "[embedded]") {
  if (!pg::find_binaries()) return;
  Workspace place("no_project");
  place.write("a.sql", "CREATE TABLE t (a int);\n");
  place.write("b.sql", "CREATE TABLE t (a int, b int);\n");
  const test::Variables home{{"HOME", place.folder().string()}, {"XDG_CACHE_HOME", ""}};
  CHECK(place.schemac({"db", "status"}, home).out.find("no embedded server") == 0);
  CHECK(place.schemac({"diff", "--from", "a.sql", "--to", "b.sql"}, home).exit_code == 0);
  CHECK(place.schemac({"db", "status"}, home).out.find("running") == 0);
  CHECK(place.schemac({"db", "stop"}, home).exit_code == 0);
  CHECK(place.schemac({"db", "status"}, home).out.find("stopped") == 0);
  CHECK(place.schemac({"db", "destroy"}, home).exit_code == 0);
  CHECK(place.schemac({"db", "status"}, home).out.find("no embedded server") == 0);
}
