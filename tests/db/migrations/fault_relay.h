// Stands between the tool and a server, passes on what they say, and strikes at one request.
//
// A request is a simple query or a synchronisation: what the tool waits for an answer to. So every boundary
// between two things that the tool does is a request's number, and every one of them can be hit: before the
// server hears of it, while it works on it, and when it has answered and the tool has not heard.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace schemac::test {

enum class Moment { before, during, after };

struct Strike {
  int request = 0;  // from 1
  Moment moment = Moment::before;
  std::chrono::microseconds delay{0};  // during: how long the server may work
};

class FaultRelay {
 public:
  // server: its socket's folder.
  explicit FaultRelay(const std::filesystem::path& server);
  ~FaultRelay();
  FaultRelay(const FaultRelay&) = delete;
  FaultRelay& operator=(const FaultRelay&) = delete;

  const std::filesystem::path& folder() const { return folder_; }  // host of the tool's URL

  struct Served {
    int exit_code = -1;  // of the tool; 128 + signal
    int requests = 0;
    bool struck = false;
  };
  // Until the tool, a child of this process, has ended.
  Served serve(pid_t tool, const std::optional<Strike>& strike, const std::function<void()>& act);

 private:
  class Connections;
  std::filesystem::path folder_;
  std::filesystem::path server_;
  int listener_ = -1;
};

}  // namespace schemac::test
