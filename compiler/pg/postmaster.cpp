#include "pg/postmaster.h"

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <vector>

namespace schemac::pg {
namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string command_line(const std::string& pid) { return file_text(fs::path("/proc") / pid / "cmdline"); }

// An ended process that was not reaped has no command line.
bool is_postmaster(int pid, const fs::path& data_folder) {
  const std::string arguments = command_line(std::to_string(pid));
  const std::string wanted = std::string(1, '\0') + data_folder.string() + std::string(1, '\0');
  return arguments.find(wanted) != std::string::npos;
}

std::vector<int> processes_titled(const std::string& title) {
  std::vector<int> found;
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (command_line(name).starts_with(title)) found.push_back(std::atoi(name.c_str()));
  }
  return found;
}

}  // namespace

bool reap(int pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; }

Postmaster find_postmaster(const fs::path& data_folder) {
  Postmaster found;
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory, status.
  const std::string text = file_text(data_folder / "postmaster.pid");
  std::error_code error;
  if (text.empty() && !fs::exists(data_folder / "postmaster.pid", error)) return found;
  const int pid = std::atoi(text.c_str());
  if (pid <= 1 || !is_postmaster(pid, data_folder)) {
    found.stale_file = true;
    return found;
  }
  found.pid = pid;
  std::size_t line = 0;
  for (int number = 1; number < 8 && line != std::string::npos; ++number) {
    line = text.find('\n', line);
    if (line != std::string::npos) ++line;
  }
  found.ready = line != std::string::npos && text.compare(line, 5, "ready") == 0;
  return found;
}

bool end_postmaster(const fs::path& data_folder, Shutdown how, std::chrono::milliseconds wait) {
  const int pid = find_postmaster(data_folder).pid;
  if (pid == 0) return true;
  ::kill(pid, how == Shutdown::fast ? SIGINT : how == Shutdown::immediate ? SIGQUIT : SIGKILL);
  const auto deadline = std::chrono::steady_clock::now() + wait;
  while (is_postmaster(pid, data_folder)) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    reap(pid);
  }
  reap(pid);
  return true;
}

void end_orphans(const std::string& cluster_name) {
  using namespace std::chrono_literals;
  const std::string title = "postgres: " + cluster_name + ": ";
  // They end themselves when they notice it, but not during a long statement.
  for (int round = 0; round < 500; ++round) {
    const std::vector<int> left = processes_titled(title);
    if (left.empty()) return;
    for (const int pid : left) ::kill(pid, round < 100 ? SIGQUIT : SIGKILL);
    std::this_thread::sleep_for(10ms);
  }
}

}  // namespace schemac::pg
