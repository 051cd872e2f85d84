// Running other programs (PostgreSQL's initdb and postgres, psql), without a shell.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace schemac {

// What a child inherits from this process: a child that lives long or runs as another user must not see the
// caller's passwords, tokens and open files.
struct Inherited {
  // Variables by name, or by the start of a name ("PG*"); nullopt: all.
  std::optional<std::vector<std::string>> variables;
  bool open_files = true;  // false: only its three streams, and its new files are private (umask 077)
};

struct Command {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH
  Inherited inherited;
  std::vector<std::pair<std::string, std::string>> environment;  // added to the inherited one
  std::string folder;                                            // working directory; empty = inherited
  std::optional<unsigned> user_id;  // drop to this user (and group_id) in the child
  std::optional<unsigned> group_id;
  std::string output_file;       // both streams are appended there instead of captured
  bool detach = false;           // own session; this process neither waits for it nor ends it
  bool inherit_streams = false;  // the child shares this process's terminal
};

struct CommandResult {
  int exit_code = -1;  // 128 + signal if it was killed; 0 for a detached child that was started
  int pid = 0;
  std::string output;  // stdout and stderr, interleaved
};

// Throws OsError if the program cannot be started.
CommandResult run_command(const Command& command);

}  // namespace schemac
