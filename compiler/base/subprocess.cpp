#include "base/subprocess.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "base/files.h"

namespace schemac {
namespace {

// Only async-signal-safe calls: between fork and exec in a process that may have threads.
[[noreturn]] void become(const Command& command, char* const* argv, char* const* envp, int output,
                         int status_pipe) {
  const auto fail = [&] {
    const int reason = errno;
    (void)!::write(status_pipe, &reason, sizeof reason);
    ::_exit(127);
  };
  if (command.detach) ::setsid();
  // A pipe that this process inherited (from a build tool or test runner) must not stay open as long as the
  // server runs.
  if (command.detach || !command.inherited.open_files) ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  if (!command.inherited.open_files) ::umask(S_IRWXG | S_IRWXO);
  if (command.group_id && (::setgroups(0, nullptr) != 0 || ::setgid(*command.group_id) != 0)) fail();
  if (command.user_id && ::setuid(*command.user_id) != 0) fail();
  if (!command.folder.empty() && ::chdir(command.folder.c_str()) != 0) fail();
  if (!command.inherit_streams) {
    const int null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execvpe(argv[0], argv, envp);
  fail();
  ::_exit(127);
}

bool is_inherited(const Inherited& inherited, std::string_view name) {
  if (!inherited.variables) return true;
  return std::any_of(inherited.variables->begin(), inherited.variables->end(), [&](std::string_view wanted) {
    return wanted.ends_with('*') ? name.starts_with(wanted.substr(0, wanted.size() - 1)) : name == wanted;
  });
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> environment;
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('='));
    bool replaced = !is_inherited(command.inherited, name);
    for (const auto& [key, value] : command.environment) replaced = replaced || key == name;
    if (!replaced) environment.push_back(text);
  }
  for (const auto& [key, value] : command.environment) environment.push_back(key + "=" + value);
  return environment;
}

// As exec takes them: ends with a null pointer, and lives as long as the texts.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

std::string read_to_end(int file) {
  std::string text;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t count = ::read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

CommandResult run_command(const Command& command) {
  std::vector<std::string> environment = environment_of(command);
  std::vector<char*> envp = pointers(environment);
  std::vector<std::string> arguments = command.argv;
  std::vector<char*> argv = pointers(arguments);

  std::array<int, 2> output{-1, -1};
  std::array<int, 2> status{-1, -1};
  if (::pipe2(status.data(), O_CLOEXEC) != 0) throw OsError("cannot start", command.argv.front(), errno);
  if (!command.output_file.empty()) {
    output[1] =
        ::open(command.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  } else if (command.detach) {
    output[1] = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  } else if (!command.inherit_streams && ::pipe2(output.data(), O_CLOEXEC) != 0) {
    throw OsError("cannot start", command.argv.front(), errno);
  }
  if (output[1] < 0 && !command.inherit_streams) {
    const int reason = errno;
    ::close(status[0]);
    ::close(status[1]);
    throw OsError("cannot write", command.output_file, reason);
  }
  const pid_t pid = ::fork();
  if (pid == 0) become(command, argv.data(), envp.data(), output[1], status[1]);
  const int fork_error = errno;
  ::close(status[1]);
  if (output[1] >= 0) ::close(output[1]);
  int child_error = pid < 0 ? fork_error : 0;
  if (pid > 0) (void)!::read(status[0], &child_error, sizeof child_error);
  ::close(status[0]);
  if (child_error != 0) {
    if (output[0] >= 0) ::close(output[0]);
    if (pid > 0) ::waitpid(pid, nullptr, 0);
    throw OsError("cannot start", command.argv.front(), child_error);
  }

  CommandResult result;
  result.pid = pid;
  if (output[0] >= 0) {
    result.output = read_to_end(output[0]);
    ::close(output[0]);
  }
  if (command.detach) {
    result.exit_code = 0;
    return result;
  }
  int wait_status = 0;
  while (::waitpid(pid, &wait_status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
  return result;
}

}  // namespace schemac
