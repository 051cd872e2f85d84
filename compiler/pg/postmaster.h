// The server process of a data folder: finds it, checks whether it is ready, ends it.
//
// postmaster.pid is only a hint. A crash leaves it behind, and its process id may by now belong to another
// program. So a process counts only if its command line names the data folder. (/proc/<pid>/cwd would be
// safer, but root in a container may not read that of another user's process.)
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

// Ends the server processes that outlived a killed postmaster; they are recognized by the cluster name in
// their titles
// ("postgres: <cluster>: checkpointer").
void end_orphans(const std::string& cluster_name);

// Removes an ended child from the process table. True if `pid` is not our child or has ended.
bool reap(int pid);

}  // namespace schemac::pg
