// upgrade --targets: one upgrade, many databases.
//
// Each has its own ledger and its own lock, so a fleet is nothing but many upgrades: whoever was upgraded has
// nothing to do the next time, and a rerun does what is left. `jobs` databases at a time, in the order of the
// file. After a failure no further one is begun, unless keep_going says so; those that run are let finish.
//
// The file has one target a line; blank lines and lines that begin with # are left out:
//   postgresql://user@host/database              a database
//   query: <url> <sql>                           the first column of what the query yields there: each a URL,
//   or
//                                                the name of a database of that server
// Library code prints nothing; what the upgrades say goes to the reporter, each line with its database.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "run/apply.h"

namespace schemac::run {

struct TargetLine {
  std::string url;
  std::string query;  // empty: the URL is the target itself
  friend bool operator==(const TargetLine&, const TargetLine&) = default;
};
// Pure. UserError with the line for what is neither.
std::vector<TargetLine> parse_targets(std::string_view text, std::string_view file_name);
// URLs, in order, each once.
std::vector<std::string> read_targets(Environment& environment, const std::string& file);

enum class TargetOutcome { not_begun, upgraded, at_target, failed };
std::string_view outcome_word(TargetOutcome outcome);  // "not begun", "upgraded", "at target", "failed"

struct TargetReport {
  std::string database;  // without password
  TargetOutcome outcome = TargetOutcome::not_begun;
  std::size_t migrations = 0;  // applied by this run
  std::vector<std::string> current;
  std::chrono::milliseconds duration{0};
  std::string error, hint;
};

struct FleetOptions {
  unsigned jobs = 1;
  bool keep_going = false;
};

struct FleetReport {
  std::vector<TargetReport> targets;  // in the order given
  std::size_t count(TargetOutcome outcome) const;
};

// Diagnostics of failed migrations are collected in the environment, as for one database.
FleetReport upgrade_fleet(Environment& environment, const std::vector<std::string>& urls,
                          const RevisionGraph& graph, const std::string& word, const RunOptions& run_options,
                          const FleetOptions& options);

}  // namespace schemac::run
