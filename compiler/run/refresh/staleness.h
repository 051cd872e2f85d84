// Whether a materialized view can be out of date. Never wrong on the stale side: every doubt is "stale".
//
// A snapshot is what could be seen, before a refresh took its own snapshot, of everything that the view
// reads. The view is fresh only if the same looking now leads to the same, nothing in the query depends on
// the moment, and every materialized view that it reads is fresh itself. Of each thing read there is a state:
//   table            its file and columns, and
//     by counters    how many rows were ever inserted, updated, deleted; believed only if the counters were
//                    not reset, and no session was active so lately that it may not have reported yet
//     tracked        how many statements wrote it, by counters of our own (tracking.h), and which
//     transactions
//                    that may have written it were running
//   materialized view   which contents: a concurrent refresh that changes no row leaves them what they were
//   plain view, function   the row version of the definition
// Whatever else it reads is a doubt, at the time of the refresh or now. TRUNCATE, VACUUM FULL, attached and
// detached partitions, a crash, a restored or cloned database, replaced functions, a refresh by somebody
// else: all change the snapshot. Needs PostgreSQL 15, whose counters are flushed before a session ends; on
// older servers everything is stale. Six queries for all views together.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "run/refresh/view_graph.h"

namespace schemac::run {

struct Staleness {
  bool stale = true;
  std::string reason;  // "3 rows of public.t changed", "it calls now()", "never refreshed"
  bool only_by_source =
      false;  // stale because a materialized view that it reads is; its own tables were not looked at
};

// JSON to record with a refresh of the view that starts after this call; empty if nothing could be proved by
// it.
std::string read_snapshot(pg::Session& session, const ViewGraph& graph, std::size_t view);
// The snapshot, completed by what the refresh made (see ViewNode::made, content).
std::string with_contents(const std::string& snapshot, const std::string& made, const std::string& content);
// Views that took the place of others: old oid -> new, in the snapshot of one of them. Throws DatabaseError;
// to be called in the transaction that puts them in place. made: their contents, by new oid.
struct SwappedViews {
  std::map<std::int64_t, std::int64_t> new_oid;  // a view that was only pointed over: its own
  std::map<std::int64_t, std::string> shapes;
};
void read_shapes(pg::Session& session, SwappedViews& views);
std::string with_swapped(const std::string& snapshot, const SwappedViews& views);
// What a recorded snapshot says of them; nothing if it is empty or damaged.
void read_contents(const std::string& snapshot, ViewNode& view);

// One per view of the graph; plain views are fresh if every materialized view behind them is.
std::vector<Staleness> staleness(pg::Session& session, const ViewGraph& graph);
// One view, when all materialized views that it reads are known to be fresh. own_processes: sessions of this
// refresher.
Staleness staleness_over_fresh(pg::Session& session, const ViewGraph& graph, std::size_t view,
                               const std::vector<int>& own_processes);

}  // namespace schemac::run
