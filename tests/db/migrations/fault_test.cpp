// Faults: the tool is killed, or the server goes down, at any moment; the same command afterwards goes on.
//
// SCHEMAC_FAULTS says how many (15 by default); each has a number that seeds its choices, so that one that
// fails can be looked at again. A server of its own, since it is shut down all the time.
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "migrate/diff.h"
#include "migration_run.h"
#include "pg/introspect.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;
using std::chrono::milliseconds;

namespace {

int fault_count() {
  const char* const wanted = std::getenv("SCHEMAC_FAULTS");
  return wanted == nullptr ? 15 : std::atoi(wanted);
}

void write_migrations(MigrationProject& project) {
  project.migration(
      "m1", "none",
      "-- up\n-- step: table\nCREATE TABLE public.a (id integer PRIMARY KEY, n integer, t text);\n"
      "-- step: rows\nINSERT INTO public.a SELECT i, NULL, 'row ' || i FROM generate_series(1, 3000) i;\n");
  project.migration(
      "m2", "m1",
      "-- up\n-- step: index  [no transaction]\nCREATE INDEX CONCURRENTLY a_t ON public.a (t);\n"
      "-- step: another  [no transaction]\nCREATE UNIQUE INDEX CONCURRENTLY a_t_id ON public.a (t, id);\n");
  project.migration("m3", "m2",
                    "-- up\n-- step: backfill  [batch 100]\nUPDATE public.a SET n = coalesce(n, 0) + id;\n");
  project.migration("m4", "m3",
                    "-- up\n-- step: type\nCREATE TYPE public.e AS ENUM ('x');\n"
                    "-- step: value  [commit]\nALTER TYPE public.e ADD VALUE 'y';\n"
                    "-- step: use\nALTER TABLE public.a ADD COLUMN e public.e DEFAULT 'y';\n"
                    "-- step: sleep\nSELECT pg_sleep(0.05);\n");
  project.migration("m5", "m4",
                    "-- up\nCREATE TABLE public.b AS SELECT id, n FROM public.a;\nSELECT pg_sleep(0.05);\n"
                    "ALTER TABLE public.b ADD PRIMARY KEY (id);\n");
  project.migration("m6", "m5",
                    "-- up\n-- step: drop  [no transaction]\nDROP INDEX CONCURRENTLY public.a_t;\n");
}

pid_t start(const Command& command) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  std::vector<char*> arguments;
  for (const std::string& argument : command.argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  if (std::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(126);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

int wait_for(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// What must be the same however often the way there was cut off.
std::string contents(pg::Session& session) {
  return text(session, "SELECT count(*), sum(n), min(n - id), max(n - id), min(e::text) FROM public.a") +
         " | " + text(session, "SELECT count(*), sum(n) FROM public.b") + " | " +
         text(session, "SELECT revision, count(*) FROM schemac.migration GROUP BY 1 ORDER BY 1") + " | " +
         text(session, "SELECT count(*) FROM schemac.step") + " | " +
         text(session, "SELECT count(*) FROM pg_index WHERE NOT indisvalid");
}

}  // namespace

TEST_CASE("kill -9 of the tool and immediate shutdown of the server lose nothing", "[faults]") {
  NEED_SERVER();
  Files files;
  pg::EmbeddedOptions options;
  options.key = "faults of " + std::filesystem::read_symlink("/proc/self/exe").string();
  options.database = "postgres";
  pg::EmbeddedServer server(options, files);
  server.destroy();
  struct Destroy {
    pg::EmbeddedServer& server;
    ~Destroy() { server.destroy(); }
  } const destroy{server};
  const std::string url = server.start();
  const auto make = [&](const std::string& name) {
    pg::connect(url)->execute("CREATE DATABASE " + name);
    return pg::with_database(url, name);
  };

  MigrationProject project(url);
  write_migrations(project);
  const std::string undisturbed = make("undisturbed");
  const auto begin = std::chrono::steady_clock::now();
  const CommandResult plain = run_tool(project, undisturbed, {"upgrade"});
  INFO(plain.output);
  REQUIRE(plain.exit_code == 0);
  const auto span = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
  const auto wanted = pg::connect(undisturbed);
  const std::string wanted_contents = contents(*wanted);
  const Catalog wanted_catalog = pg::introspect(*wanted);

  for (int i = 0; i < fault_count(); ++i) {
    INFO("fault " << i);
    std::mt19937 random(static_cast<unsigned>(i));
    const std::string database = make("fault_" + std::to_string(i));
    const int faults = 1 + static_cast<int>(random() % 3);
    for (int j = 0; j < faults; ++j) {
      const pid_t tool_pid = start(tool(project, database, {"upgrade"}));
      std::this_thread::sleep_for(milliseconds(random() % static_cast<unsigned>(span.count() + 1)));
      if (random() % 3 == 0) {
        ::kill(server.status().pid, SIGQUIT);
        wait_for(tool_pid);
        for (int tries = 0; tries < 100 && server.status().running; ++tries)
          std::this_thread::sleep_for(milliseconds(20));
        server.start();
      } else {
        ::kill(tool_pid, SIGKILL);
        wait_for(tool_pid);
      }
    }
    const CommandResult after = run_tool(project, database, {"-v", "upgrade"});
    INFO(after.output);
    REQUIRE(after.exit_code == 0);
    const auto session = pg::connect(database);
    CHECK(contents(*session) == wanted_contents);
    CHECK(diff(pg::introspect(*session), wanted_catalog).empty());
  }
}

TEST_CASE("eight tools upgrade one database at once, and each migration is run once", "[faults]") {
  NEED_SERVER();
  TestDatabase database;
  MigrationProject project(database.url());
  write_migrations(project);
  const Command command = tool(project, database.url(), {"-q", "upgrade"});
  std::vector<pid_t> tools;
  for (int i = 0; i < 8; ++i) tools.push_back(start(command));
  for (const pid_t pid : tools) CHECK(wait_for(pid) == 0);
  CHECK(text(database.session(), "SELECT count(*), count(DISTINCT revision) FROM schemac.migration") ==
        "6,6");
  CHECK(text(database.session(), "SELECT count(*), min(n - id), max(n - id) FROM public.a") == "3000,0,0");
}
