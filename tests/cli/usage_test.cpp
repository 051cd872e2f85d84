// Exit codes, global options wherever they stand, and the shapes of JSON results.
#include <nlohmann/json.hpp>

#include "sqlfile/statement.h"
#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using nlohmann::json;
using test::LiveWorkspace;
using test::Outcome;
using test::Workspace;

namespace {

struct Project : LiveWorkspace {
  Project() : LiveWorkspace("usage") {
    write("schemac.yaml", "name: usage\nsql: [model.sql]\ndatabase: { scratch: target }\n");
    write("model.sql",
          "CREATE TABLE t (a int PRIMARY KEY);\nCREATE MATERIALIZED VIEW v AS SELECT a FROM t;\n");
  }
  json result(std::vector<std::string> arguments, int exit_code = 0) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Outcome outcome = run(std::move(arguments));
    CHECK(outcome.exit_code == exit_code);
    json parsed = json::parse(outcome.out);
    CHECK(parsed.is_object());
    return parsed;
  }
  void migrate(const std::string& message) {
    REQUIRE(run({"revision", "--autogenerate", "-m", message}).exit_code == 0);
    REQUIRE(run({"upgrade"}).exit_code == 0);
  }
};

}  // namespace

TEST_CASE("wrong usage is 64 and says what is right", "[usage]") {
  Workspace place("usage");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"compil"},
                                             {"compile", "--no-such-option"},
                                             {"downgrade"},
                                             {"--format"},
                                             {"--color", "blue", "compile"}}) {
    const Outcome outcome = place.schemac(words);
    INFO((words.empty() ? std::string("nothing") : words.back()) << "\n" << outcome.err);
    CHECK(outcome.exit_code == 64);
    CHECK_FALSE(outcome.err.empty());
    CHECK(outcome.out.empty());
  }
  CHECK(place.schemac({"compil"}).err.find("did you mean 'compile'?") != std::string::npos);
  const Outcome help = place.schemac({"--help"});
  CHECK(help.exit_code == 0);
  CHECK(help.out.find("compile") != std::string::npos);
  CHECK(place.schemac({"refresh", "-h"}).exit_code == 0);
  const std::string version = "(PostgreSQL parser " + std::string(sql::parser_version()) + ")";
  CHECK(place.schemac({"--version"}).out.find(version) != std::string::npos);
  const Outcome no_project = place.schemac({"compile"});
  CHECK(no_project.exit_code == 1);
  CHECK(no_project.err.find("schemac init") != std::string::npos);
}

TEST_CASE("global options stand before or after the command", "[usage]") {
  if (test::server() == nullptr) return;
  Project project;
  const std::string folder = project.folder().string();
  CHECK(project.schemac({"compile", "-C", folder, "-q"}).exit_code == 0);
  CHECK(project.schemac({"-q", "-C", folder, "compile"}).exit_code == 0);
  const std::vector<std::string> before{"--format", "json", "--database-url", project.database.url(),
                                        "heads"};
  const std::vector<std::string> after{"heads", "--database-url", project.database.url(), "--format", "json"};
  CHECK(project.schemac(before).out == project.schemac(after).out);
  CHECK(project.schemac({"compile", "-c", "schemac.yaml"}).exit_code == 0);
  CHECK(project.schemac({"compile", "-c", "absent.yaml"}).exit_code == 1);
}

TEST_CASE("exit codes: 0 clean, 2 a difference, 3 refused", "[usage]") {
  if (test::server() == nullptr) return;
  Project project;
  CHECK(project.run({"check"}).exit_code == 2);
  project.migrate("first");
  CHECK(project.run({"check"}).exit_code == 0);
  CHECK(project.run({"upgrade"}).exit_code == 0);
  CHECK(project.run({"diff", "--from", "database", "--to", "project", "--exit-code"}).exit_code == 0);
  project.write("model.sql", "CREATE TABLE t (a int PRIMARY KEY, b text);\n");
  CHECK(project.run({"check"}).exit_code == 2);
  CHECK(project.run({"diff", "--from", "database", "--to", "project", "--exit-code", "--allow", "all"})
            .exit_code == 2);
  project.write("model.sql", "CREATE TABLE other (a int PRIMARY KEY);\n");
  const Outcome refused = project.run({"diff", "--from", "database", "--to", "project"});
  CHECK(refused.exit_code == 3);
  CHECK(refused.out.find("DROP TABLE public.t") != std::string::npos);  // printed all the same
  CHECK(project.run({"diff", "--from", "database", "--to", "project", "--exit-code"}).exit_code == 3);
  CHECK(project.run({"upgrade", "nowhere"}).exit_code == 1);
}

TEST_CASE("an edited applied migration is refused", "[usage]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migrate("first");
  const std::string file = "migrations/" + project.files("migrations").at(0);
  // Prose may be edited, statements may not.
  project.replace(file, "-- message: first", "-- message: the first");
  CHECK(project.run({"upgrade"}).exit_code == 0);
  project.replace(file, "CREATE TABLE public.t",
                  "CREATE TABLE public.other (a integer);\nCREATE TABLE public.t");
  const Outcome outcome = project.run({"upgrade"});
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.err.find("edited") != std::string::npos);
  CHECK(project.run({"downgrade", "base"}).exit_code == 3);
  const Outcome check = project.run({"check"});
  CHECK(check.exit_code == 2);
  CHECK(check.out.find("edited-migration") != std::string::npos);
}

TEST_CASE("JSON results are one object whose key is the noun", "[usage]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migrate("first");
  REQUIRE(project.run({"refresh"}).exit_code == 0);
  const json heads = project.result({"heads"});
  REQUIRE(heads.at("heads").size() == 1);
  CHECK(heads.at("heads")[0].at("message") == "first");
  CHECK(heads.at("heads")[0].at("parents").empty());
  const std::string revision = heads.at("heads")[0].at("revision");
  CHECK(revision.size() == 12);
  const json history = project.result({"history"});
  REQUIRE(history.at("migrations").size() == 1);
  CHECK(history.at("migrations")[0].at("revision") == revision);
  const json views = project.result({"views"});
  REQUIRE(views.at("views").size() == 1);
  CHECK(project.result({"check"}).at("differences").empty());
  project.database.session().execute("ALTER TABLE public.t ADD COLUMN by_hand int");
  const json drift = project.result({"check"}, 2);
  REQUIRE(drift.at("differences").size() == 1);
  CHECK(drift.at("differences")[0].dump().find("by_hand") != std::string::npos);
  CHECK(project.result({"graph"}).is_object());
  const json failed = project.result({"upgrade", "nowhere"}, 1);
  REQUIRE(failed.at("diagnostics").size() == 1);
  for (const char* field : {"severity", "code", "message", "hint"}) {
    CHECK(failed.at("diagnostics")[0].contains(field));
  }
}
