// Faults: the tool is killed, or the server goes down, at every request that the tool makes and inside it;
// the same command afterwards goes on.
//
// SCHEMAC_FAULTS says how many (200 by default). They are spread evenly over all that there are: request of
// `upgrade` or `downgrade base`, moment (fault_relay.h), tool or server. Each has a number that seeds its
// choices, so that one that fails can be looked at again. A server of its own, since it is shut down all the
// time.
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "diff/diff.h"
#include "fault_relay.h"
#include "migration_run.h"
#include "pg/introspect.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

std::size_t fault_count() {
  const char* const wanted = std::getenv("SCHEMAC_FAULTS");
  return wanted == nullptr ? 200 : std::stoul(wanted);
}

// Every kind of segment, up and down.
void write_migrations(MigrationProject& project) {
  project.migration(
      "m1", "none",
      "-- creates: table public.a\n-- up\n-- step: table\n"
      "CREATE TABLE public.a (id integer PRIMARY KEY, n integer, t text);\n"
      "-- step: rows\nINSERT INTO public.a SELECT i, NULL, 'row ' || i FROM generate_series(1, 300) i;\n"
      "-- down\nDROP TABLE public.a;\n");
  project.migration(
      "m2", "m1",
      "-- up\n-- step: index  [no transaction]\nCREATE INDEX CONCURRENTLY a_t ON public.a (t);\n"
      "-- step: another  [no transaction]\nCREATE UNIQUE INDEX CONCURRENTLY a_t_id ON public.a (t, id);\n"
      "-- down\n-- step: another  [no transaction]\nDROP INDEX CONCURRENTLY public.a_t_id;\n"
      "-- step: index\nDROP INDEX public.a_t;\n");
  project.migration("m3", "m2",
                    "-- up\n-- step: backfill  [batch 100]\nUPDATE public.a SET n = coalesce(n, 0) + id;\n"
                    "-- step: after\nALTER TABLE public.a ALTER COLUMN n SET NOT NULL;\n"
                    "-- down\n-- step: before\nALTER TABLE public.a ALTER COLUMN n DROP NOT NULL;\n"
                    "-- step: back  [batch 120]\nUPDATE public.a SET n = n - id;\n");
  project.migration("m4", "m3",
                    "-- up\n-- step: type\nCREATE TYPE public.e AS ENUM ('x');\n"
                    "-- step: value  [commit]\nALTER TYPE public.e ADD VALUE 'y';\n"
                    "-- step: use\nALTER TABLE public.a ADD COLUMN e public.e DEFAULT 'y';\n"
                    "-- step: sleep\nSELECT pg_sleep(0.02);\n"
                    "-- down\nALTER TABLE public.a DROP COLUMN e;\nDROP TYPE public.e;\n");
  project.migration("m5", "m4",
                    "-- up\nCREATE TABLE public.b AS SELECT id, n FROM public.a;\nSELECT pg_sleep(0.02);\n"
                    "ALTER TABLE public.b ADD PRIMARY KEY (id);\n-- down\nDROP TABLE public.b;\n");
  project.migration("m6", "m5",
                    "-- up\n-- step: drop  [no transaction]\nDROP INDEX CONCURRENTLY public.a_t;\n"
                    "-- down\n-- step: again  [no transaction]\n"
                    "CREATE INDEX CONCURRENTLY a_t ON public.a (t);\n");
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
  const bool up = text(session, "SELECT to_regclass('public.a') IS NOT NULL") == "t";
  return (up ? text(session,
                    "SELECT count(*), sum(n), min(n - id), max(n - id), min(e::text), count(DISTINCT t) "
                    "FROM public.a") +
                   " | " + text(session, "SELECT count(*), sum(n) FROM public.b")
             : "no tables") +
         " | " + text(session, "SELECT revision, count(*) FROM schemac.migration GROUP BY 1 ORDER BY 1") +
         " | " + text(session, "SELECT count(*) FROM schemac.step") + " | " +
         text(session, "SELECT id FROM schemac.object ORDER BY 1") + " | " +
         text(session, "SELECT count(*) FROM pg_index WHERE NOT indisvalid");
}

// A server to be shut down, and databases in it that are behind a relay.
class FaultyPlace {
 public:
  FaultyPlace() : server_(options(), files_) {
    server_.destroy();
    url_ = server_.start();
    relay_.emplace(server_.status().socket_folder);
  }
  ~FaultyPlace() { server_.destroy(); }
  FaultyPlace(const FaultyPlace&) = delete;
  FaultyPlace& operator=(const FaultyPlace&) = delete;

  FaultRelay& relay() { return *relay_; }
  std::string url(const std::string& database) const { return pg::with_database(url_, database); }
  std::string url_through_relay(const std::string& database) const {
    return "postgresql://postgres@/" + database + "?host=" + relay_->folder().string();
  }
  void execute(const std::string& sql) { pg::connect(url_, pg::Settings::catalog)->execute(sql); }
  void shut_down_at_once() { ::kill(server_.status().pid, SIGQUIT); }
  void start_again() {
    while (server_.status().pid != 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    server_.start();
  }

 private:
  static pg::EmbeddedOptions options() {
    pg::EmbeddedOptions options;
    options.key = "faults of " + std::filesystem::read_symlink("/proc/self/exe").string();
    options.database = "postgres";
    options.settings = {"autovacuum=off"};
    return options;
  }
  Files files_;
  pg::EmbeddedServer server_;
  std::string url_;
  std::optional<FaultRelay> relay_;
};

// A command, the database that it begins with, and what it leaves when nobody disturbs it.
struct Scenario {
  std::vector<std::string> arguments;
  std::string before;
  int requests = 0;
  std::string contents;
  Catalog catalog;
};

struct Fault {
  std::size_t scenario = 0;
  int request = 0;
  Moment moment = Moment::before;
  bool of_server = false;
};

std::vector<Fault> all_faults(const std::vector<Scenario>& scenarios) {
  std::vector<Fault> faults;
  for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) {
    for (int request = 1; request <= scenarios[scenario].requests; ++request) {
      for (const Moment moment : {Moment::before, Moment::during, Moment::after}) {
        for (const bool of_server : {false, true}) faults.push_back({scenario, request, moment, of_server});
      }
    }
  }
  return faults;
}

class Faults {
 public:
  Faults() {
    write_migrations(project_);
    scenarios_ = {measured({"upgrade"}, "template0", "upgraded"),
                  measured({"downgrade", "base"}, "upgraded", "downgraded")};
  }
  const std::vector<Scenario>& scenarios() const { return scenarios_; }

  void run(const Fault& fault, std::size_t number) {
    const Scenario& scenario = scenarios_[fault.scenario];
    std::mt19937 random(static_cast<unsigned>(number));
    INFO("fault " << number << ": " << scenario.arguments[0] << ", request " << fault.request << " of "
                  << scenario.requests << ", moment " << static_cast<int>(fault.moment)
                  << (fault.of_server ? ", server" : ", tool"));
    const std::string database = "fault_" + std::to_string(number);
    place_.execute("CREATE DATABASE " + database + " TEMPLATE " + scenario.before);
    strike(scenario, database, fault, random);
    // Every fourth time the command that goes on is hit as well.
    if (number % 4 == 3) {
      Fault second = fault;
      second.request = 1 + static_cast<int>(random() % static_cast<unsigned>(scenario.requests));
      second.of_server = random() % 4 == 0;
      strike(scenario, database, second, random);
    }
    std::vector<std::string> words = scenario.arguments;
    words.insert(words.begin(), "-v");
    const CommandResult after = run_tool(project_, place_.url(database), words);
    INFO(after.output);
    REQUIRE(after.exit_code == 0);
    {
      const auto session = pg::connect(place_.url(database), pg::Settings::catalog);
      CHECK(contents(*session) == scenario.contents);
      const std::vector<Change> changes = diff(pg::introspect(*session), scenario.catalog);
      CHECK(changes.empty());
    }
    place_.execute("DROP DATABASE " + database + " WITH (FORCE)");
  }

 private:
  Scenario measured(const std::vector<std::string>& arguments, const std::string& before,
                    const std::string& after) {
    Scenario scenario;
    scenario.arguments = arguments;
    scenario.before = before;
    place_.execute("CREATE DATABASE " + after + " TEMPLATE " + before);
    const pid_t pid = start(tool(project_, place_.url_through_relay(after), arguments));
    const FaultRelay::Served served = place_.relay().serve(pid, {}, [] {});
    REQUIRE(served.exit_code == 0);
    scenario.requests = served.requests;
    const auto session = pg::connect(place_.url(after), pg::Settings::catalog);
    scenario.contents = contents(*session);
    scenario.catalog = pg::introspect(*session);
    return scenario;
  }

  void strike(const Scenario& scenario, const std::string& database, const Fault& fault,
              std::mt19937& random) {
    Strike strike{fault.request, fault.moment, std::chrono::microseconds(random() % 8000)};
    const pid_t pid = start(tool(project_, place_.url_through_relay(database), scenario.arguments));
    const FaultRelay::Served served = place_.relay().serve(pid, strike, [&] {
      if (fault.of_server)
        place_.shut_down_at_once();
      else
        ::kill(pid, SIGKILL);
    });
    if (fault.of_server && served.struck) {
      CHECK(served.exit_code <= 1);  // a lost connection is an error that is said, and no crash
      place_.start_again();
    }
  }

  FaultyPlace place_;
  MigrationProject project_{""};
  std::vector<Scenario> scenarios_;
};

}  // namespace

TEST_CASE("kill -9 of the tool and immediate shutdown of the server lose nothing", "[faults]") {
  NEED_SERVER();
  Faults faults;
  const std::vector<Fault> all = all_faults(faults.scenarios());
  const std::size_t count = fault_count();
  for (std::size_t i = 0; i < count; ++i)
    faults.run(count < all.size() ? all[i * all.size() / count] : all[i % all.size()], i);
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
  CHECK(text(database.session(), "SELECT count(*), min(n - id), max(n - id) FROM public.a") == "300,0,0");
}
