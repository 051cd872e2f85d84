#include "pg/embedded.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "pg/postmaster.h"
#include "pg/session.h"
#include "support/catch.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

// A server with a key of its own, gone at the end of the test case.
struct Server {
  explicit Server(const std::string& name, std::vector<std::string> settings = {})
      : options{"embedded_test " + std::to_string(::getpid()) + " " + name,
                "schemac",
                {},
                std::move(settings)},
        server(options, files) {}
  ~Server() { server.destroy(); }

  Files files;
  pg::EmbeddedOptions options;
  pg::EmbeddedServer server;
};

std::string answer(const std::string& url, const std::string& sql) {
  return pg::connect(url, pg::Settings::catalog)->execute(sql).value();
}

bool skipped() {
  if (pg::find_binaries()) return false;
  WARN("skipped: no PostgreSQL server binaries are installed");
  return true;
}

std::chrono::milliseconds duration_of(const std::function<void()>& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

TEST_CASE("start, status, stop, start again, destroy", "[pg]") {
  if (skipped()) return;
  Server one("life");
  CHECK_FALSE(one.server.status().exists);
  one.server.stop();  // nothing to do
  const std::string url = one.server.start();
  INFO(url);
  CHECK(answer(url, "SELECT current_user || ' ' || current_database()") == "postgres schemac");
  CHECK(answer(url, "SHOW listen_addresses").empty());
  CHECK(answer(url, "SHOW server_encoding") == "UTF8");
  pg::EmbeddedStatus status = one.server.status();
  CHECK(status.exists);
  CHECK(status.running);
  CHECK(status.pid > 1);
  CHECK(status.url == url);
  CHECK(status.version ==
        std::to_string(pg::connect(url, pg::Settings::catalog)->server_version_num() / 10000));
  struct stat info {};
  REQUIRE(::stat(status.socket_folder.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0700);
  if (::geteuid() == 0) CHECK(info.st_uid != 0);
  pg::connect(url, pg::Settings::catalog)->execute("CREATE TABLE public.kept (a int)");
  CHECK(one.server.start() == url);
  CHECK(one.server.status().pid == status.pid);
  one.server.stop();
  status = one.server.status();
  CHECK(status.exists);
  CHECK_FALSE(status.running);
  one.server.start();
  CHECK(answer(url, "SELECT count(*) FROM public.kept") == "0");
  // A database that somebody dropped comes back.
  pg::connect(pg::with_database(url, "postgres"), pg::Settings::catalog)->execute("DROP DATABASE schemac");
  one.server.start();
  CHECK(answer(url, "SELECT 1") == "1");
  one.server.destroy();
  CHECK_FALSE(one.server.status().exists);
  CHECK_FALSE(fs::exists(status.data_folder));
  CHECK_FALSE(fs::exists(status.socket_folder));
}

TEST_CASE("odd keys give short plain paths and never meet", "[pg]") {
  if (skipped()) return;
  Files files;
  std::set<fs::path> folders;
  for (const std::string& key : {std::string("/a b/c'd\"e"), std::string("/a b/c'd\"e "),
                                 std::string(4000, 'x'), std::string("/ü/\n$(x)"), std::string()}) {
    const pg::EmbeddedServer server({key, "schemac", {}, {}}, files);
    const pg::EmbeddedStatus status = server.status();
    CHECK((status.socket_folder / ".s.PGSQL.5432").string().size() <= 107);
    folders.insert(status.data_folder);
    folders.insert(status.socket_folder);
  }
  CHECK(folders.size() == 10);
  Server odd("/a b/c'd\"e");
  odd.options.database = "Odd \"name\"";
  pg::EmbeddedServer server(odd.options, odd.files);
  CHECK(answer(server.start(), "SELECT current_database()") == "Odd \"name\"");
}

TEST_CASE("eight processes start one server", "[pg]") {
  if (skipped()) return;
  Server one("crowd");
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        Files files;
        pg::EmbeddedServer server(one.options, files);
        ::_exit(answer(server.start(), "SELECT 1") == "1" ? 0 : 1);
      } catch (const std::exception& error) {
        (void)!::write(2, error.what(), std::string(error.what()).size());
        ::_exit(2);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  CHECK(one.server.status().running);
}

TEST_CASE("a killed server is recovered with its data", "[pg]") {
  if (skipped()) return;
  Server one("crash");
  const std::string url = one.server.start();
  pg::connect(url, pg::Settings::catalog)
      ->execute("CREATE TABLE public.kept (a int); INSERT INTO public.kept VALUES (7)");
  // A backend in the middle of a statement outlives its postmaster for a while.
  std::thread busy([&] {
    try {
      pg::connect(url, pg::Settings::catalog)->execute("SELECT count(*) FROM generate_series(1, 2000000000)");
    } catch (const pg::DatabaseError&) {
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const int killed = one.server.status().pid;
  REQUIRE(::kill(killed, SIGKILL) == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(one.server.status().running);
  CHECK(one.server.start() == url);
  busy.join();
  CHECK(one.server.status().pid != killed);
  CHECK(answer(url, "SELECT a FROM public.kept") == "7");
}

TEST_CASE("a stale pid file is no obstacle", "[pg]") {
  if (skipped()) return;
  Server one("stale");
  one.server.start();
  const fs::path data = one.server.status().data_folder;
  const auto leave = [&](int pid) {
    one.server.stop();
    std::ofstream(data / "postmaster.pid")
        << pid << "\n"
        << data.string() << "\n1700000000\n5432\n/nowhere\n\n        0         0\nready   \n";
    if (::geteuid() == 0) {
      struct stat info {};
      REQUIRE(::stat(data.c_str(), &info) == 0);
      REQUIRE(::chown((data / "postmaster.pid").c_str(), info.st_uid, info.st_gid) == 0);
    }
  };
  SECTION("of a process that is gone") {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    leave(child);
  }
  SECTION("of a process that is another program's now") { leave(::getpid()); }
  SECTION("of process 1") { leave(1); }
  SECTION("with nothing in it") {
    leave(0);
    std::ofstream(data / "postmaster.pid", std::ios::trunc).close();
  }
  CHECK_FALSE(one.server.status().running);
  CHECK(answer(one.server.start(), "SELECT 1") == "1");
  CHECK(one.server.status().pid != ::getpid());
}

TEST_CASE("a half-finished first start is begun again", "[pg]") {
  if (skipped()) return;
  Server one("half");
  const fs::path data = one.server.status().data_folder;
  one.server.start();
  one.server.destroy();
  fs::create_directories(data.parent_path() / "data.unfinished" / "base");
  std::ofstream(data.parent_path() / "data.unfinished" / "PG_VERSION") << "15\n";
  CHECK(answer(one.server.start(), "SELECT 1") == "1");
  CHECK_FALSE(fs::exists(data.parent_path() / "data.unfinished"));
}

TEST_CASE("a server that cannot start says why", "[pg]") {
  if (skipped()) return;
  Server one("broken", {"shared_buffers=nonsense"});
  try {
    one.server.start();
    FAIL("it started");
  } catch (const pg::DatabaseError& error) {
    INFO(error.what());
    CHECK(error.facts().message.find("the embedded server did not start: ") == 0);
    CHECK(error.facts().message.find('\n') == std::string::npos);
    CHECK(error.facts().hint.find("read its log, ") == 0);
  }
}

TEST_CASE("the server outlives its starter and holds none of its pipes", "[pg]") {
  if (skipped()) return;
  Server one("pipes");
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(channel[0]);
    Files files;
    pg::EmbeddedServer server(one.options, files);
    server.start();
    ::_exit(0);
  }
  ::close(channel[1]);
  // The end of the pipe comes only when nobody holds the other side any more.
  char byte = 0;
  CHECK(::read(channel[0], &byte, 1) == 0);
  ::close(channel[0]);
  ::waitpid(child, nullptr, 0);
  const pg::EmbeddedStatus status = one.server.status();
  CHECK(status.running);
  CHECK(::getsid(status.pid) == status.pid);  // Ctrl-C in the terminal is not for it
}

TEST_CASE("how long starting takes", "[pg]") {
  if (skipped()) return;
  Server one("time");
  const auto first = duration_of([&] { one.server.start(); });
  const auto running = duration_of([&] { one.server.start(); });
  const auto stop = duration_of([&] { one.server.stop(); });
  const auto again = duration_of([&] { one.server.start(); });
  // Figures for people; nothing is asserted about a machine's speed.
  WARN("first start " << first.count() << " ms, running " << running.count() << " ms, stop " << stop.count()
                      << " ms, start again " << again.count() << " ms");
  CHECK(one.server.status().running);
}
