#include "pg/scratch.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "support/catch.h"
#include "support/server.h"

using namespace schemac;

namespace {

bool exists(const std::string& database) {
  return !test::server()
              ->connect()
              ->query("SELECT FROM pg_database WHERE datname = $1", {database})
              .rows.empty();
}

}  // namespace

TEST_CASE("a scratch database lives as long as its object", "[pg]") {
  const test::TestDatabase any;
  std::string name;
  {
    pg::ScratchDatabase scratch(any.url());
    name = scratch.name();
    CHECK(exists(name));
    CHECK(scratch.session().database() == name);
    scratch.session().execute("CREATE TABLE public.t ()");
    // Another run does not take it for an orphan.
    const pg::ScratchDatabase other(any.url());
    CHECK(exists(name));
    CHECK(other.name() != name);
  }
  CHECK_FALSE(exists(name));
}

TEST_CASE("the next run drops what a killed one left", "[pg]") {
  const test::TestDatabase any;
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const pg::ScratchDatabase scratch(any.url());
    (void)!::write(channel[1], scratch.name().data(), scratch.name().size());
    ::pause();
    ::_exit(0);
  }
  char name[128] = {};
  REQUIRE(::read(channel[0], name, sizeof name - 1) > 0);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  REQUIRE(exists(name));
  for (int i = 0; i < 100 && exists(name); ++i) {
    // Its backends notice the closed socket in a moment.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const pg::ScratchDatabase next(any.url());
  }
  CHECK_FALSE(exists(name));
}

TEST_CASE("a scratch database takes encoding and locale of the target", "[pg]") {
  const test::TestDatabase any;
  pg::ServerEnvironment like;
  like.encoding = "LATIN1";
  like.collate = like.ctype = "C";
  like.locale_provider = "c";
  pg::ScratchDatabase scratch(any.url(), &like);
  CHECK(scratch.has_wanted_locale());
  const pg::ServerEnvironment made = pg::read_environment(scratch.session());
  CHECK(made.encoding == "LATIN1");
  CHECK(made.collate == "C");
  like.encoding = "UTF8";
  like.collate = like.ctype = "xx_YY.UTF-8";
  pg::ScratchDatabase without(any.url(), &like);
  CHECK_FALSE(without.has_wanted_locale());
  CHECK(pg::read_environment(without.session()).encoding == "UTF8");
}

TEST_CASE("the environment of a database", "[pg]") {
  test::TestDatabase database;
  const pg::ServerEnvironment environment = pg::read_environment(database.session());
  CHECK(environment.server_version_num >= 130000);
  CHECK(environment.encoding == "UTF8");
  CHECK(environment.locale_provider.size() == 1);
  CHECK(std::find(environment.roles.begin(), environment.roles.end(), "postgres") != environment.roles.end());
  REQUIRE(environment.extensions.size() == 1);
  CHECK(environment.extensions[0] ==
        pg::ServerEnvironment::ExtensionVersion{"plpgsql", "pg_catalog", environment.extensions[0].version});
}
