// PgBouncer: a pool in session mode is as good as the server, one in transaction mode is refused.
#include <pwd.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;

namespace {

// Often not in PATH; empty if it is not installed.
std::string pgbouncer() {
  for (const std::string folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/usr/local/sbin/"})
    if (std::filesystem::exists(folder + "pgbouncer")) return folder + "pgbouncer";
  return {};
}

// A PgBouncer on a socket of its own, in front of the tests' server; ended by the destructor.
class Pooler {
 public:
  explicit Pooler(TestDatabase& database) {
    std::string name = "/tmp/schemac_pool_XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw OsError("cannot create", name, errno);
    folder_ = name;
    user_ = text(database.session(), "SELECT current_user");
    // The list of socket folders holds one, in double quotes.
    const std::string target =
        text(database.session(),
             "SELECT format('host=%s port=%s', trim('\"' FROM current_setting('unix_socket_directories')), "
             "current_setting('port'))") +
        " dbname=" + database.name() + " user=" + user_;
    files_.write_if_changed(
        folder_ / "pool.ini",
        "[databases]\nsession = " + target + " pool_mode=session\ntransaction = " + target +
            " pool_mode=transaction\nsingle = " + target +
            " pool_mode=session pool_size=1\n[pgbouncer]\nlisten_addr =\nlisten_port = 6543\n"
            "unix_socket_dir = " +
            folder_.string() + "\nauth_type = any\npidfile = " + (folder_ / "pid").string() +
            "\nlogfile = " + (folder_ / "log").string() + "\n");
    Command command;
    command.argv = {pgbouncer(), "-d", (folder_ / "pool.ini").string()};
    if (::geteuid() == 0) {  // neither the pooler nor the server runs as root
      const passwd* const postgres = ::getpwnam("postgres");
      if (postgres == nullptr) return;
      if (::chown(name.c_str(), postgres->pw_uid, postgres->pw_gid) != 0) return;
      command.user_id = postgres->pw_uid;
      command.group_id = postgres->pw_gid;
    }
    run_command(command);
    for (int i = 0; i < 100 && !files_.exists(folder_ / "pid"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (files_.exists(folder_ / "pid")) pid_ = std::stoi(files_.read(folder_ / "pid"));
  }
  ~Pooler() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;

  bool runs() const { return pid_ > 0; }
  std::string log() const { return files_.read_if_exists(folder_ / "log").value_or("(no log)"); }
  std::string url(const std::string& pool) const {
    return "postgresql://" + user_ + "@/" + pool + "?host=" + folder_.string() + "&port=6543";
  }

 private:
  Files files_;
  std::filesystem::path folder_;
  std::string user_;
  int pid_ = 0;
};

}  // namespace

TEST_CASE("a pooler in session mode works, one in transaction mode is refused", "[pgbouncer]") {
  NEED_SERVER();
  if (pgbouncer().empty()) {
    WARN("skipped: pgbouncer is not installed");
    return;
  }
  TestDatabase database;
  const Pooler pooler(database);
  INFO(pooler.log());
  REQUIRE(pooler.runs());
  MigrationProject project(database.url());
  project.migration("m1", "none",
                    "-- up\nCREATE TABLE public.a (id integer);\n-- step: i  [no transaction]\n"
                    "CREATE INDEX CONCURRENTLY a_id ON public.a (id);\n-- down\nDROP TABLE public.a;\n");
  using Catch::Contains;
  for (const char* const command : {"upgrade", "stamp"}) {
    std::vector<std::string> words = {command};
    if (words[0] == "stamp") words.emplace_back("head");
    const CommandResult refused = run_tool(project, pooler.url("transaction"), words);
    INFO(refused.output << pooler.log());
    CHECK(refused.exit_code == 1);
    CHECK_THAT(refused.output, Contains("pooler in transaction mode") && Contains("pool_mode = session"));
    CHECK(tables(database.session()) == "");
    CHECK(text(database.session(), "SELECT to_regclass('schemac.migration')") == "NULL");
  }
  for (const std::string pool : {"session", "single"}) {
    CHECK(upgrade(project, pooler.url(pool)).migrations.size() == 1);
    CHECK(run_tool(project, pooler.url(pool), {"upgrade"}).exit_code == 0);
    CHECK(text(database.session(),
               "SELECT count(*) FROM pg_index WHERE indexrelid = 'public.a_id'::regclass "
               "AND indisvalid") == "1");
    CHECK(run_tool(project, pooler.url(pool), {"downgrade", "base"}).exit_code == 0);
    CHECK(tables(database.session()) == "");
  }
  CHECK(text(database.session(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}
