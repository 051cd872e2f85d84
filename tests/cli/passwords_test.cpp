// No password is printed, or written to a file, whichever option of whichever command it is given to, and
// however mistyped. Commands and options are those that the command line defines. Each is given another few
// of the forms in each run: SCHEMAC_PROPERTY_COUNT times as many.
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <set>

#include <CLI/CLI.hpp>

#include "cli/app.h"
#include "support/catch.h"
#include "support/odd_urls.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::OddUrl;
using test::Outcome;
using test::Variables;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

// A command and one way to give it a value: {"diff", "--from"}, {"upgrade"} for its argument.
struct Place {
  Words words;
  std::string type;
};

std::vector<Place> places() {
  CLI::App app;
  cli::CommandLine line(app);
  cli::GlobalOptions options;
  cli::define(line, options);
  std::vector<Place> found;
  const std::function<void(const CLI::App&, Words)> add = [&](const CLI::App& command, Words words) {
    for (const CLI::Option* option : command.get_options()) {
      if (option->get_expected_max() == 0) continue;  // a flag
      Words with = words;
      // A global option needs a command.
      if (&command == &app) with.emplace_back("current");
      if (!option->get_positional())
        with.push_back(option->get_name(false, true).substr(0, option->get_name(false, true).find(',')));
      found.push_back({std::move(with), option->get_type_name()});
    }
    if (command.get_options().empty() || !words.empty()) found.push_back({words, "none"});
    for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; })) {
      Words longer = words;
      longer.push_back(below->get_name());
      add(*below, std::move(longer));
    }
  };
  add(app, {});
  return found;
}

struct Run {
  Run() : place("passwords") {
    place.write("schemac.yaml", project);
    place.write("model.sql", "CREATE TABLE t (a int);\n");
    const char* const given = std::getenv("SCHEMAC_PROPERTY_SEED");
    seed = given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::atoll(given));
    random.seed(seed);
  }

  void check(const Words& words, const Variables& variables, const OddUrl& url) {
    std::string line;
    for (const std::string& word : words) line += " " + word;
    for (const auto& [name, value] : variables) line = " " + name + "=" + value + line;
    INFO("SCHEMAC_PROPERTY_SEED=" << seed << "\n" << url.form << ":" << line);
    const Outcome outcome = place.schemac(words, variables);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit_code != 139);
    CHECK(test::mark_in(outcome.out).empty());
    CHECK(test::mark_in(outcome.err).empty());
  }

  // Names and contents of all files but those that the test wrote with a password in them.
  void check_files(const std::set<std::string>& given) const {
    for (const auto& entry : fs::recursive_directory_iterator(place.folder())) {
      const std::string path = fs::relative(entry.path(), place.folder()).string();
      INFO("SCHEMAC_PROPERTY_SEED=" << seed << "\n" << path);
      CHECK(test::mark_in(path).empty());
      if (entry.is_regular_file() && !given.contains(path)) CHECK(test::mark_in(place.read(path)).empty());
    }
  }

  static constexpr const char* project = "name: p\nsql: [model.sql]\ndatabase: {scratch: target}\n";
  // Nothing is there: whatever comes as far as to connect fails.
  const std::string nowhere = "postgresql:///none?host=/nowhere";
  Workspace place;
  unsigned seed = 0;
  std::mt19937 random;
};

}  // namespace

TEST_CASE("no option or argument of any command shows a password", "[passwords]") {
  Run run;
  const std::vector<Place> all = places();
  REQUIRE(all.size() > 80);
  const char* const count = std::getenv("SCHEMAC_PROPERTY_COUNT");
  for (const Place& at : all) {
    // `db start` and its like would start a server that nobody asked; a program that is run sees its own
    // words.
    if (at.type == "COMMAND") continue;
    const std::vector<OddUrl> urls = test::odd_urls(run.random);
    const int forms =
        (at.type == "URL" || at.type == "STATE" ? 5 : 1) * (count == nullptr ? 1 : std::atoi(count));
    for (int i = 0; i < forms; ++i) {
      const OddUrl& url = urls[run.random() % urls.size()];
      if (at.type == "none") {
        if (at.words.front() == "db" || at.words.front() == "test-db") continue;
        run.check(at.words, {{"DATABASE_URL", url.text}}, url);
        continue;
      }
      Words words = at.words;
      words.push_back(url.text);
      if (words.front() == "db") words.insert(words.begin() + 2, "--");
      if (at.type != "URL") words.insert(words.begin(), {"--database-url", run.nowhere});
      run.check(words, {}, url);
      // The same as one word.
      if (words[words.size() - 2].starts_with("--") && words[words.size() - 2] != "--") {
        words[words.size() - 2] += "=" + words.back();
        words.pop_back();
        run.check(words, {}, url);
      }
    }
  }
  run.check_files({});
}

TEST_CASE("each form, where databases are named, shows no password", "[passwords]") {
  Run run;
  const std::vector<OddUrl> urls = test::odd_urls(run.random);
  for (const OddUrl& url : urls) {
    run.check({"--database-url", url.text, "current"}, {}, url);
    run.check({"current", "--format", "json"}, {{"DATABASE_URL", url.text}}, url);
    run.check({"diff", "--from", url.text, "--to", "empty", "--database-url", run.nowhere}, {}, url);
    run.place.write("targets", "# all\n" + url.text + "\n");
    run.check({"upgrade", "--targets", "targets", "--database-url", run.nowhere}, {}, url);
    run.place.write("targets", "query: " + url.text + " SELECT 1\n");
    run.check({"upgrade", "--targets", "targets", "--format", "json", "--database-url", run.nowhere}, {},
              url);
    // In the project file: as it stands, quoted, in brackets, and where no URL belongs.
    for (const std::string& setting :
         {"database:\n  scratch: " + url.text + "\n", "database:\n  scratch: \"" + url.text + "\"\n",
          "database: {scratch: " + url.text + "}\n", "database:\n  url_env: " + url.text + "\n",
          "database:\n  url: " + url.text + "\n", "sql: [" + url.text + "]\n"}) {
      run.place.write("schemac.yaml", "name: p\n" + setting);
      run.check({"check", "--database-url", run.nowhere}, {}, url);
    }
    run.place.write("schemac.yaml", Run::project);
  }
  run.check_files({"targets"});
}

TEST_CASE("a password of libpq's own variables is not shown", "[passwords]") {
  Run run;
  const std::string password(run.random() % 2 == 0 ? "zqvk7" : "xjwq4");
  for (const std::string variable : {"PGPASSWORD", "PGHOST", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGSERVICE",
                                     "PGSSLMODE", "PGPORT", "PGHOSTADDR"}) {
    const std::string value =
        variable == "PGPASSWORD" ? password : "postgresql://u:" + password + "@127.0.0.1:1/d";
    Variables variables{{variable, value}};
    if (variable == "PGPASSWORD") variables.emplace_back("PGHOST", "127.0.0.1");
    run.check({"current", "--database-url", "dbname=d port=1"}, variables, {variable, value});
  }
}
