// Whether a materialized view can be out of date. Never wrong on the stale side: every doubt is "stale".
//
// A snapshot is what could be seen, before a refresh took its own snapshot, of everything that the view
// reads: of each relation its file node and change counters, of each definition (plain views, functions) its
// row version, and of the server its identity, start and last reset of the counters. The view is fresh only
// if the same looking now gives the same snapshot, nothing in the query depends on the moment, nobody was
// active so lately that changes may be uncounted, and every materialized view that it reads is fresh itself.
// TRUNCATE, VACUUM FULL, attached partitions, a crash or restart, a restored dump, replaced functions: all
// change the snapshot. Needs PostgreSQL 15, whose counters are flushed before a session ends; older servers
// are always stale. Two queries for all views together.
#pragma once
#include <string>
#include <vector>

#include "run/view_graph.h"

namespace schemac::run {

struct Staleness {
  bool stale = true;
  std::string reason;  // "12 rows of public.t were changed", "it calls now()", "never refreshed"
};

struct SnapshotReading {
  std::vector<std::string> snapshots;  // per view of the graph; empty for plain views
  std::vector<std::string>
      doubts;                // per view: a reason for which snapshots cannot prove freshness; empty = none
  std::string server_doubt;  // applies to all
};

SnapshotReading read_snapshots(pg::Session& session, const ViewGraph& graph,
                               const std::vector<std::size_t>& views);
// One per view of the graph; plain views are fresh if every materialized view behind them is.
std::vector<Staleness> staleness(pg::Session& session, const ViewGraph& graph);

}  // namespace schemac::run
