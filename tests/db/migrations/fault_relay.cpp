#include "fault_relay.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <list>
#include <string_view>
#include <thread>
#include <vector>

#include "base/files.h"

namespace schemac::test {
namespace {

constexpr const char* socket_name = ".s.PGSQL.5432";

sockaddr_un address_of(const std::filesystem::path& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (folder / socket_name).string();
  if (path.size() >= sizeof address.sun_path) throw OsError("cannot use", path, ENAMETOOLONG);
  path.copy(address.sun_path, path.size());
  return address;
}

int open_socket() {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw OsError("cannot make", "a socket", errno);
  return fd;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// Cuts what one side says into messages: a type byte and a length; the first of a client has no type.
class Messages {
 public:
  explicit Messages(bool of_client) : untyped_(of_client) {}

  // False at the end of the stream.
  bool read_from(int fd) {
    char buffer[16384];
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count > 0) pending_.append(buffer, static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && errno == EINTR);
  }
  // The next whole message, its type as its first byte (0: none); empty if there is none yet.
  std::string next() {
    const std::size_t type = untyped_ ? 0 : 1;
    if (pending_.size() < type + 4) return {};
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length = length << 8U | static_cast<unsigned char>(pending_[type + i]);
    if (pending_.size() < type + length) return {};
    std::string message = pending_.substr(0, type + length);
    pending_.erase(0, type + length);
    untyped_ = false;
    return message;
  }

 private:
  std::string pending_;
  bool untyped_;
};

struct Connection {
  int client = -1;
  int server = -1;
  Messages from_client{true};
  Messages from_server{false};
  bool swallowed = false;  // its next answer is the one that the tool does not hear

  Connection(int client_fd, int server_fd) : client(client_fd), server(server_fd) {}
  ~Connection() {
    ::close(client);
    ::close(server);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
};

bool is_request(const std::string& message) { return message[0] == 'Q' || message[0] == 'S'; }

}  // namespace

class FaultRelay::Connections {
 public:
  Connections(int listener, const std::filesystem::path& server, const std::optional<Strike>& strike,
              const std::function<void()>& act)
      : listener_(listener), server_(server), strike_(strike), act_(act) {}

  void pass_on() {
    std::vector<pollfd> fds = {{listener_, POLLIN, 0}};
    for (const Connection& connection : connections_) {
      fds.push_back({connection.client, POLLIN, 0});
      fds.push_back({connection.server, POLLIN, 0});
    }
    if (::poll(fds.data(), fds.size(), 5) <= 0) return;
    std::size_t at = 1;
    for (auto connection = connections_.begin(); connection != connections_.end(); at += 2) {
      const bool open = (fds[at].revents == 0 || hear_client(*connection)) &&
                        (fds[at + 1].revents == 0 || hear_server(*connection));
      connection = open ? std::next(connection) : connections_.erase(connection);
    }
    if (fds[0].revents != 0) accept();
  }

  int requests() const { return requests_; }
  bool struck() const { return struck_; }

 private:
  void accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = open_socket();
    const sockaddr_un address = address_of(server_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      ::close(server);
      return;
    }
    connections_.emplace_back(client, server);
  }

  bool hear_client(Connection& connection) {
    if (!connection.from_client.read_from(connection.client)) return false;
    for (std::string message; !(message = connection.from_client.next()).empty();) {
      const bool hit = is_request(message) && ++requests_ == (strike_ ? strike_->request : 0);
      if (hit && strike_->moment == Moment::before) {
        act();
        return false;
      }
      if (!write_all(connection.server, message)) return false;
      if (hit && strike_->moment == Moment::after) connection.swallowed = true;
      if (hit && strike_->moment == Moment::during) {
        std::this_thread::sleep_for(strike_->delay);
        act();
      }
    }
    return true;
  }

  bool hear_server(Connection& connection) {
    if (!connection.from_server.read_from(connection.server)) return false;
    for (std::string message; !(message = connection.from_server.next()).empty();) {
      if (connection.swallowed) {
        if (message[0] != 'Z') continue;  // ready for the next query
        act();
        return false;
      }
      if (!write_all(connection.client, message)) return false;
    }
    return true;
  }

  void act() {
    struck_ = true;
    act_();
  }

  int listener_;
  const std::filesystem::path& server_;
  const std::optional<Strike>& strike_;
  const std::function<void()>& act_;
  std::list<Connection> connections_;
  int requests_ = 0;
  bool struck_ = false;
};

FaultRelay::FaultRelay(const std::filesystem::path& server) : server_(server) {
  std::string name = "/tmp/schemac_relay_XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw OsError("cannot create", name, errno);
  folder_ = name;
  listener_ = open_socket();
  const sockaddr_un address = address_of(folder_);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 64) != 0) {
    throw OsError("cannot listen in", name, errno);
  }
}

FaultRelay::~FaultRelay() {
  ::close(listener_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

FaultRelay::Served FaultRelay::serve(pid_t tool, const std::optional<Strike>& strike,
                                     const std::function<void()>& act) {
  Connections connections(listener_, server_, strike, act);
  int status = 0;
  while (::waitpid(tool, &status, WNOHANG) == 0) connections.pass_on();
  Served served;
  served.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  served.requests = connections.requests();
  served.struck = connections.struck();
  return served;
}

}  // namespace schemac::test
