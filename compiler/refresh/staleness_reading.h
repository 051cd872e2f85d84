// Reads the state of everything that some views read, for snapshots and verdicts (staleness.h).
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "refresh/view_graph.h"

namespace schemac {

struct ReadObject {
  std::string name;
  std::string shape;
  std::string counters;                       // empty: has none
  std::vector<std::int64_t> written_through;  // the tables that writing statements can name
  std::string versions;                       // of those tables
  std::string triggers;                       // not empty: tracked; identifies the counters
  std::string writes;                         // tracked: the numbers of writes
  std::set<std::string> writers;              // tracked: running transactions that may have written
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
  std::string unknowable;  // why no view can be judged; then nothing else was read
  std::string system, reset, started_anew, types, settings;
  std::string busy;  // why counters cannot be trusted at this moment
  ReadObjects objects;
  std::map<std::pair<std::int64_t, bool>, std::string> query_doubts;
};

struct ReadingScope {
  std::vector<std::size_t> views;
  bool verdict = false;  // read doubts too; else only what a snapshot records
  std::vector<int> own_processes;
};

ReadObjects read_objects(pg::Session& session, const std::set<std::int64_t>& relations,
                         const std::set<std::int64_t>& functions);
WriteCounters read_write_counters(pg::Session& session);
StalenessReading read_for_staleness(pg::Session& session, const ViewGraph& graph, const ReadingScope& scope);
nlohmann::json snapshot_json(const StalenessReading& reading, const ViewGraph& graph, std::size_t view);

}  // namespace schemac
