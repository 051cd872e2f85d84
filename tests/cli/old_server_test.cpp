// A server that is too old. Nobody has one at hand, so this is one: it lets a client in, says its version,
// and knows nothing more.
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

// A message of the protocol: its letter, its length, its body.
std::string message(char letter, const std::string& body) {
  const auto length = static_cast<std::uint32_t>(body.size() + 4);
  std::string out(1, letter);
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((length >> shift) & 0xFFU);
  return out + body;
}

std::string setting(const std::string& name, const std::string& value) {
  return message('S', name + '\0' + value + '\0');
}

class OldServer {
 public:
  explicit OldServer(const std::filesystem::path& folder) {
    const std::string path = (folder / ".s.PGSQL.5432").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    child_ = ::fork();
    if (child_ == 0) serve();
  }
  ~OldServer() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    ::close(socket_);
  }
  OldServer(const OldServer&) = delete;
  OldServer& operator=(const OldServer&) = delete;

 private:
  [[noreturn]] void serve() const {
    const std::string welcome = message('R', std::string(4, '\0')) + setting("server_version", "12.22") +
                                setting("server_encoding", "UTF8") + setting("client_encoding", "UTF8") +
                                message('K', std::string(8, '\0')) + message('Z', "I");
    for (;;) {
      const int client = ::accept(socket_, nullptr, nullptr);
      char buffer[4096];
      if (::read(client, buffer, sizeof buffer) > 0 &&
          ::write(client, welcome.data(), welcome.size()) == static_cast<ssize_t>(welcome.size())) {
        while (::read(client, buffer, sizeof buffer) > 0) continue;
      }
      ::close(client);
    }
  }

  int socket_ = -1;
  pid_t child_ = -1;
};

}  // namespace

TEST_CASE("a server older than 13 is refused in one clear line", "[database]") {
  Workspace place("old_server");
  place.write("schemac.yaml", "name: demo\nsql: [model.sql]\n");
  place.write("model.sql", "CREATE TABLE t (a int);\n");
  const OldServer server(place.folder());
  const std::string url = "postgresql://x:s3cret@/db?host=" + place.folder().string();
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"upgrade"}, {"check"}, {"current"}, {"refresh"}, {"inspect", "database"}}) {
    const Outcome outcome = place.schemac(command, {{"DATABASE_URL", url}});
    INFO(command.front() << ": " << outcome.err);
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("is PostgreSQL 12.22; 13 or newer is needed") != std::string::npos);
    CHECK(outcome.err.find("s3cret") == std::string::npos);
  }
}
