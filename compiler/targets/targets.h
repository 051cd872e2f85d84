// upgrade --targets: upgrades many databases.
//
// Each database has its own ledger and lock, so this is a series of independent upgrades: an upgraded
// database has nothing to do the next time, and a rerun upgrades the rest. `jobs` databases at a time, in the
// order of the file. After a failure no further database is started, unless keep_going is set; running ones
// are finished.
//
// The file has one target per line; blank lines and lines that begin with # are ignored:
//   postgresql://user@host/database              a database
//   query: <url> <sql>                           the first column of the query's rows: each a URL, or
//                                                the name of a database of that server
// Library code prints nothing; messages of the upgrades go to the reporter, each line with its database.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "apply/apply.h"

namespace schemac {

struct TargetLine {
  std::string url;
  std::string query;  // empty: the URL is the target itself
  friend bool operator==(const TargetLine&, const TargetLine&) = default;
};
// Pure. UserError with the line number for an invalid line.
std::vector<TargetLine> parse_targets(std::string_view text, std::string_view file_name);
// The URLs, in order, without duplicates.
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

struct TargetsOptions {
  unsigned jobs = 1;
  bool keep_going = false;
};

struct TargetsReport {
  std::vector<TargetReport> targets;  // in the order given
  std::size_t count(TargetOutcome outcome) const;
};

// Diagnostics of failed migrations are collected in the environment, as for one database.
TargetsReport upgrade_targets(Environment& environment, const std::vector<std::string>& urls,
                              const RevisionGraph& graph, const std::string& word,
                              const RunOptions& run_options, const TargetsOptions& options);

}  // namespace schemac
