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
  std::vector<std::int64_t> written_through;  // the tables that statements which write it can name
  std::string versions;                       // of those
  std::string triggers;                       // not empty: tracked; what counts writes there
  std::string writes;                         // tracked: how many there were
  std::set<std::string> writers;              // tracked: transactions that may have written and still run
  std::string doubt;
  bool tracked() const { return !triggers.empty(); }
};

struct WriteCounter {
  std::string identity;
  std::string writes;
  bool for_all = false;  // every role may count
};
using WriteCounters = std::map<std::int64_t, WriteCounter>;  // by table

using ReadObjects = std::map<std::pair<std::int64_t, bool>, ReadObject>;  // oid, is function

struct StalenessReading {
  std::string unknowable;  // why nothing can be said of any view; then nothing else was read
  std::string system, reset, started_anew, types, settings;
  std::string busy;  // why counters cannot be believed at this moment
  ReadObjects objects;
  std::map<std::pair<std::int64_t, bool>, std::string> query_doubts;
};

struct ReadingScope {
  std::vector<std::size_t> views;
  bool verdict = false;  // also doubts; else only what a snapshot records
  std::vector<int> own_processes;
};

ReadObjects read_objects(pg::Session& session, const std::set<std::int64_t>& relations,
                         const std::set<std::int64_t>& functions);
WriteCounters read_write_counters(pg::Session& session);
StalenessReading read_for_staleness(pg::Session& session, const ViewGraph& graph, const ReadingScope& scope);
nlohmann::json snapshot_json(const StalenessReading& reading, const ViewGraph& graph, std::size_t view);

}  // namespace schemac::run
