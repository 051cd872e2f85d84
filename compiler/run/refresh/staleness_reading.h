// One look at everything that some views read: the raw material of snapshots and verdicts (staleness.h).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "run/refresh/view_graph.h"

namespace schemac::run {

struct ReadObject {
  std::string name;
  std::string shape;
  std::string counters;                       // empty: has none
  std::string triggers;                       // not empty: tracked
  std::vector<std::int64_t> written_through;  // tracked: tables whose log rows count
  std::string doubt;
  bool tracked() const { return !triggers.empty(); }
};

struct LoggedChanges {
  std::uint64_t newest = 0;
  std::vector<std::uint64_t> found;  // of the transactions that were asked for
};

using ReadObjects = std::map<std::pair<std::int64_t, bool>, ReadObject>;  // oid, is function

struct StalenessReading {
  std::string unknowable;  // why nothing can be said of any view; then nothing else was read
  std::string system, reset, types, settings, snapshot, note_change;
  std::string busy;  // why counters cannot be believed at this moment
  ReadObjects objects;
  std::map<std::pair<std::int64_t, bool>, std::string> query_doubts;
  std::map<std::int64_t, LoggedChanges> log;
};

struct ReadingScope {
  std::vector<std::size_t> views;
  bool verdict = false;  // also doubts and the log's changes; else only what a snapshot records
  std::vector<std::uint64_t> transactions;  // of the log
  std::vector<int> own_processes;
};

ReadObjects read_objects(pg::Session& session, const std::set<std::int64_t>& relations,
                         const std::set<std::int64_t>& functions);
StalenessReading read_for_staleness(pg::Session& session, const ViewGraph& graph, const ReadingScope& scope);
nlohmann::json snapshot_json(const StalenessReading& reading, const ViewGraph& graph, std::size_t view);

// What pg_current_snapshot() prints: "xmin:xmax:xip,xip".
struct TransactionSnapshot {
  std::uint64_t xmin = 0, xmax = 0;
  std::vector<std::uint64_t> running;
  bool sees(std::uint64_t transaction) const;
};
std::optional<TransactionSnapshot> parse_transaction_snapshot(const std::string& text);

}  // namespace schemac::run
