// The server process of a data folder: is it there, is it ready, end it.
//
// postmaster.pid is only a hint. A crash leaves it behind, and its process number may by now be another
// program's; so a process counts only if its command line names the data folder. (/proc/<pid>/cwd would be
// the surer mark, but root in a container may not read that of another user's process.)
#pragma once
#include <chrono>
#include <filesystem>
#include <string>

namespace schemac::pg {

struct Postmaster {
  int pid = 0;         // 0 = none is running
  bool ready = false;  // accepts connections
  bool stale_file = false;
};

Postmaster find_postmaster(const std::filesystem::path& data_folder);

enum class Shutdown { fast, immediate, kill };
// Signals and waits; false if it still runs after the time.
bool end_postmaster(const std::filesystem::path& data_folder, Shutdown how, std::chrono::milliseconds wait);

// Ends the server processes that outlived a postmaster killed by force; they are known by the cluster name
// in their titles ("postgres: <cluster>: checkpointer").
void end_orphans(const std::string& cluster_name);

// A child that has ended stays in the process table until its parent asks. True if `pid` is no child of ours
// or has ended.
bool reap(int pid);

}  // namespace schemac::pg
