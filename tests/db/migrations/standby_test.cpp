// A hot standby: it can be looked at, and nothing is begun there.
#include <unistd.h>

#include "migration_run.h"
#include "pg/embedded.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;
using Catch::Contains;

namespace {

// A server that is the primary first and then, restarted with the signal file, a standby of what it was.
class Pair {
 public:
  Pair() : server_(options(), files_) {
    server_.destroy();
    url_ = server_.start();
  }
  ~Pair() { server_.destroy(); }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  const std::string& url() const { return url_; }
  void become_standby() {
    server_.stop();
    const std::filesystem::path signal = server_.status().data_folder / "standby.signal";
    files_.write_if_changed(signal, "");
    server_.start();
  }

 private:
  static pg::EmbeddedOptions options() {
    pg::EmbeddedOptions options;
    options.key = "standby of " + std::filesystem::read_symlink("/proc/self/exe").string();
    options.database = "postgres";
    options.settings = {"wal_level=replica", "hot_standby=on"};
    return options;
  }
  Files files_;
  pg::EmbeddedServer server_;
  std::string url_;
};

}  // namespace

TEST_CASE("a standby is read, and refused by whatever writes, in one line", "[bad input]") {
  NEED_SERVER();
  Pair pair;
  MigrationProject project(pair.url());
  project.migration("m1", "none",
                    "-- up\nCREATE TABLE public.a (id integer);\n-- down\nDROP TABLE public.a;\n");
  REQUIRE(run_tool(project, pair.url(), {"upgrade"}).exit_code == 0);
  project.migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integer);\n");
  pair.become_standby();
  REQUIRE(text(*pg::connect(pair.url(), pg::Settings::catalog), "SELECT pg_is_in_recovery()") == "t");

  const std::vector<std::vector<std::string>> commands = {
      {"upgrade"}, {"downgrade", "base"}, {"stamp", "m2"}};
  for (const std::vector<std::string>& words : commands) {
    const CommandResult refused = run_tool(project, pair.url(), words);
    INFO(words[0] << "\n" << refused.output);
    CHECK(refused.exit_code == 1);
    CHECK_THAT(refused.output, Contains("is a standby: nothing can be written there") &&
                                   Contains("hint: give the URL of the primary"));
    CHECK_THAT(refused.output, !Contains("[migration-failed]"));
  }
  const CommandResult current = run_tool(project, pair.url(), {"current"});
  CHECK(current.exit_code == 0);
  CHECK_THAT(current.output, Contains("m1  m1") && Contains("1 migration is pending"));
  project.remove("migrations/m2.sql");
  CHECK(run_tool(project, pair.url(), {"upgrade"}).exit_code == 0);  // at the head: nothing to write
}
