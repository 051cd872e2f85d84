// Who may be behind the embedded server's folders and socket, and what the server gets of its caller.
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "pg/embedded.h"
#include "pg/embedded_folders.h"
#include "pg/session.h"
#include "support/catch.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

const std::string key_of_process = "embedded_access_test " + std::to_string(::getpid());

bool no_binaries() {
  if (pg::find_binaries()) return false;
  WARN("skipped: no PostgreSQL server binaries are installed");
  return true;
}

bool no_root() {
  if (::geteuid() == 0) return false;
  WARN("skipped: needs root, to act as two users");
  return true;
}

// A user who has no servers, and who need not exist.
uid_t other_user() {
  uid_t user = 61000 + static_cast<uid_t>(::getpid() % 1000);
  while (fs::exists("/var/tmp/schemac-" + std::to_string(user))) ++user;
  return user;
}

// What call() says as that user: an error's text, or "done".
std::string as_user(uid_t user, const std::function<void()>& call) {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    std::string said = "done";
    try {
      if (::setgroups(0, nullptr) != 0 || ::setgid(user) != 0 || ::setuid(user) != 0) said = "cannot set up";
      if (said == "done") call();
    } catch (const std::exception& error) {
      said = error.what();
    }
    (void)!::write(channel[1], said.data(), said.size());
    ::_exit(0);
  }
  ::close(channel[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::read(channel[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(count));
  ::close(channel[0]);
  ::waitpid(child, nullptr, 0);
  return said;
}

// A process that waits on a server's socket; it sees whether anybody came.
class Impostor {
 public:
  explicit Impostor(const fs::path& folder) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder / ".s.PGSQL.5432").c_str(), sizeof address.sun_path - 1);
    ::unlink(address.sun_path);
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::chmod(address.sun_path, 0777) == 0);
    REQUIRE(::listen(fd_, 5) == 0);
  }
  ~Impostor() { ::close(fd_); }
  Impostor(const Impostor&) = delete;
  Impostor& operator=(const Impostor&) = delete;

  bool was_asked() const {
    pollfd waiting{fd_, POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
  }
  // What the first client sent before it went away.
  std::string received() const {
    const int client = ::accept(fd_, nullptr, nullptr);
    if (client < 0) return "nobody came";
    char buffer[512];
    const ssize_t count = ::read(client, buffer, sizeof buffer);
    ::close(client);
    return std::string(buffer, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }

 private:
  int fd_;
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Server {
  explicit Server(const std::string& name)
      : options{key_of_process + name, "schemac", {}, {}}, server(options, files) {}
  ~Server() { server.destroy(); }
  Files files;
  pg::EmbeddedOptions options;
  pg::EmbeddedServer server;
};

}  // namespace

TEST_CASE("a folder that is not this user's alone is refused before anything in it is used", "[pg]") {
  if (no_root() || no_binaries()) return;
  const uid_t victim = other_user();
  const uid_t stranger = victim + 20000;
  const std::string key = key_of_process;
  pg::ServerFolders folders = pg::folders_of(key);
  const auto of_victim = [&](const fs::path& path) {
    return fs::path("/var/tmp/schemac-" + std::to_string(victim)) / path.lexically_relative(folders.user);
  };
  const fs::path user = "/var/tmp/schemac-" + std::to_string(victim);
  const fs::path instance = of_victim(folders.instance), sockets = of_victim(folders.sockets);
  if (folders.user.parent_path() != "/var/tmp" || folders.sockets.parent_path() != folders.instance) {
    WARN("skipped: the server's folders are elsewhere");
    return;
  }
  fs::create_directories(sockets);
  struct Gone {
    fs::path path;
    ~Gone() { fs::remove_all(path); }
  };
  const Gone gone{user};
  const fs::path elsewhere = fs::temp_directory_path() / ("schemac-elsewhere-" + std::to_string(victim));
  const Gone gone_too{elsewhere};
  const auto own = [&](const fs::path& path, uid_t owner, mode_t mode) {
    REQUIRE(::chown(path.c_str(), owner, owner) == 0);
    REQUIRE(::chmod(path.c_str(), mode) == 0);
  };
  own(user, victim, 0700);
  own(instance, victim, 0700);
  own(sockets, victim, 0700);
  const Impostor impostor(sockets);
  std::string expected = "refusing to use another user's folder";
  SECTION("all of it is a stranger's") {
    own(user, stranger, 0755);
    own(instance, stranger, 0755);
    own(sockets, stranger, 0755);
  }
  SECTION("the user's folder is a stranger's, open to the victim") { own(user, stranger, 0777); }
  SECTION("the server's folder is a stranger's") { own(instance, stranger, 0777); }
  SECTION("the sockets' folder is a stranger's") { own(sockets, stranger, 0777); }
  SECTION("strangers may write to the user's folder") {
    own(user, victim, 0777);
    expected = "a folder that other users may write to";
  }
  SECTION("a group may write to the sockets' folder") {
    own(sockets, victim, 0770);
    expected = "a folder that other users may write to";
  }
  SECTION("the user's folder is a link") {
    fs::rename(user, elsewhere);
    fs::create_symlink(elsewhere, user);
    REQUIRE(::lchown(user.c_str(), stranger, stranger) == 0);
  }
  SECTION("the server's folder is a link of the victim's own") {
    fs::rename(instance, elsewhere);
    fs::create_symlink(elsewhere, instance);
    REQUIRE(::lchown(instance.c_str(), victim, victim) == 0);
    expected = "Not a directory";
  }
  SECTION("a file is in the place of the server's folder") {
    fs::remove_all(instance);
    std::ofstream(instance) << "";
    own(instance, victim, 0600);
    expected = "Not a directory";
  }
  std::set<fs::path> before, after;
  const auto all = [&] {
    std::set<fs::path> paths;
    for (const auto& entry :
         fs::recursive_directory_iterator(user, fs::directory_options::follow_directory_symlink))
      paths.insert(entry.path());
    return paths;
  };
  before = all();
  using Server = pg::EmbeddedServer;
  const std::map<std::string, std::function<void(Server&)>> commands{
      {"start", [](Server& server) { server.start(); }},
      {"stop", [](Server& server) { server.stop(); }},
      {"destroy", [](Server& server) { server.destroy(); }},
      {"status", [](Server& server) { (void)server.status(); }}};
  for (const auto& [name, command] : commands) {
    const std::string said = as_user(victim, [&, run = &command] {
      Files files;
      Server server({key, "schemac", {}, {}}, files);
      (*run)(server);
    });
    INFO(name << ": " << said);
    CHECK(said.find(expected) != std::string::npos);
  }
  CHECK_FALSE(impostor.was_asked());
  after = all();
  CHECK(before == after);
}

TEST_CASE("a socket that another user serves is not talked to", "[pg]") {
  if (no_root() || no_binaries()) return;
  Server one("socket");
  const std::string url = one.server.start();
  one.server.stop();
  const Impostor impostor(one.server.status().socket_folder);  // of root, not of the server's user
  ::setenv("PGPASSWORD", "sesame", 1);
  CHECK_THROWS_WITH(pg::connect(url, pg::Settings::catalog), Catch::Contains("requirepeer"));
  ::unsetenv("PGPASSWORD");
  CHECK(impostor.received().empty());
}

TEST_CASE("the environment does not lead to another server", "[pg]") {
  if (no_binaries()) return;
  Server one("variables");
  const std::string url = one.server.start();
  const std::map<std::string, std::string> variables{
      {"PGHOSTADDR", "127.0.0.1"}, {"PGPORT", "1"}, {"PGHOST", "/nowhere"}, {"PGREQUIREPEER", "somebody"}};
  for (const auto& [name, value] : variables) {
    INFO(name);
    ::setenv(name.c_str(), value.c_str(), 1);
    CHECK(pg::connect(url, pg::Settings::catalog)
              ->execute("SHOW cluster_name")
              .value()
              .starts_with("schemac-"));
    ::unsetenv(name.c_str());
  }
}

TEST_CASE("the server gets nothing of its caller but what PostgreSQL needs", "[pg]") {
  if (no_binaries()) return;
  Server one("environment");
  const fs::path file = fs::temp_directory_path() / ("schemac-open-" + std::to_string(::getpid()));
  const int open_file = ::open(file.c_str(), O_RDWR | O_CREAT, 0600);  // without O_CLOEXEC
  REQUIRE(open_file >= 0);
  const mode_t mask = ::umask(0);
  for (const char* name : {"AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "SCHEMAC_TEST_TOKEN", "PGPASSFILE"})
    ::setenv(name, "sesame", 1);
  one.server.start();
  for (const char* name : {"AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "SCHEMAC_TEST_TOKEN", "PGPASSFILE"})
    ::unsetenv(name);
  ::umask(mask);
  ::close(open_file);
  const pg::EmbeddedStatus status = one.server.status();
  const fs::path process = fs::path("/proc") / std::to_string(status.pid);
  const std::string environment = text_of(process / "environ");
  std::error_code error;
  const fs::path folder = fs::read_symlink(process / "cwd", error);
  if (environment.empty() || error) {
    WARN("skipped: what is in /proc of the server's process cannot be read");
    fs::remove(file);
    return;
  }
  CHECK(environment.find("sesame") == std::string::npos);
  CHECK(environment.find("PATH=") != std::string::npos);
  CHECK(folder == status.data_folder);
  for (const auto& entry : fs::directory_iterator(process / "fd"))
    CHECK(fs::read_symlink(entry, error) != file);
  fs::remove(file);
  // Whatever the umask: nobody else may write to what is made.
  for (const auto& entry : fs::recursive_directory_iterator(status.data_folder.parent_path())) {
    struct stat info {};
    if (::lstat(entry.path().c_str(), &info) != 0 || S_ISLNK(info.st_mode)) continue;
    INFO(entry.path());
    CHECK((info.st_mode & (S_IWGRP | S_IWOTH)) == 0);
  }
}

TEST_CASE("a link that the server's user placed leads root to nothing", "[pg]") {
  if (no_root() || no_binaries()) return;
  Server one("links");
  one.server.start();
  one.server.stop();
  const fs::path instance = one.server.status().data_folder.parent_path();
  const fs::path roots = fs::temp_directory_path() / ("schemac-roots-" + std::to_string(::getpid()));
  std::ofstream(roots) << "FATAL: of root\n";
  REQUIRE(::chmod(roots.c_str(), 0600) == 0);
  const auto link = [&](const fs::path& path) {
    fs::remove(path);
    fs::create_symlink(roots, path);
    const passwd* const user = ::getpwnam(pg::server_user().name.c_str());
    REQUIRE(::lchown(path.c_str(), user->pw_uid, user->pw_gid) == 0);
  };
  SECTION("the log") { link(instance / "log"); }
  SECTION("the settings") { link(instance / "data" / "postgresql.conf"); }
  SECTION("the identity") { link(instance / "identity"); }
  std::string said;
  try {
    one.server.start();
  } catch (const std::exception& error) {
    said = error.what();
  }
  INFO(said);
  CHECK(said.find("of root") == std::string::npos);
  CHECK(text_of(roots) == "FATAL: of root\n");
  struct stat info {};
  REQUIRE(::stat(roots.c_str(), &info) == 0);
  CHECK(info.st_uid == 0);
  CHECK((info.st_mode & 0777U) == 0600);
  fs::remove(roots);
}

// Where the folders are, and whose; a server of release 0.1 has the same, but for files that root made.
TEST_CASE("a server of an earlier release goes on with its data", "[pg]") {
  if (no_binaries()) return;
  const pg::ServerFolders folders = pg::folders_of("/a/build/schemac");
  CHECK(folders.instance == folders.user / "5e1e3a8393a11448");
  CHECK(folders.lock == folders.user / "5e1e3a8393a11448.lock");
  CHECK(folders.cluster_name == "schemac-5e1e3a8393a11448");
  CHECK(folders.data == folders.instance / "data");
  CHECK(folders.log == folders.instance / "log");
  CHECK(folders.user.filename() == "schemac-" + std::to_string(::geteuid()));

  Server one("release");
  const std::string url = one.server.start();
  pg::connect(url, pg::Settings::catalog)->execute("CREATE TABLE public.kept AS SELECT 7 AS a");
  const std::string identity =
      pg::connect(url, pg::Settings::catalog)->execute("SHOW schemac.cluster").value();
  const fs::path instance = one.server.status().data_folder.parent_path();
  SECTION("that runs") {}
  SECTION("that was stopped") {
    one.server.stop();
    if (::geteuid() == 0) {
      for (const char* name : {"log", "identity", "key", "data/postgresql.conf"}) {
        REQUIRE(::chown((instance / name).c_str(), 0, 0) == 0);
        REQUIRE(::chmod((instance / name).c_str(),
                        std::string(name) == "data/postgresql.conf" ? 0644 : 0600) == 0);
      }
    }
  }
  const std::string again = one.server.start();
  CHECK(again == url);
  CHECK(pg::connect(again, pg::Settings::catalog)->execute("SELECT a FROM public.kept").value() == "7");
  CHECK(pg::connect(again, pg::Settings::catalog)->execute("SHOW schemac.cluster").value() == identity);
}
