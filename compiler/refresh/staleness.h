// Whether a materialized view may be out of date. A view is called fresh only if that is proved: every doubt
// means stale.
//
// A snapshot is the visible state, just before a refresh, of everything that the view reads. The view is
// fresh only if the present state equals it, nothing in the query depends on the time of the run, and every
// materialized view that it reads is fresh. The state of each object read:
//   table            its file and columns, and
//     by counters    the numbers of rows ever inserted, updated and deleted; trusted only if the counters
//                    were not reset and no session was active so recently that it may not have reported yet
//     tracked        the number of statements that wrote it, by our own counters (tracking.h), and the
//                    running transactions that may have written it
//   materialized view   an id of its contents: a concurrent refresh that changes no row keeps it
//   plain view, function   the row version of the definition
// Anything else that it reads, at the time of the refresh or now, makes the view stale. TRUNCATE, VACUUM
// FULL, attached and detached partitions, a crash, a restored or cloned database, replaced functions and a
// refresh by another program all change the snapshot. Needs PostgreSQL 15, whose counters are flushed before
// a session ends; on older servers everything is stale. Six queries for all views together.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "refresh/view_graph.h"

namespace schemac {

struct Staleness {
  bool stale = true;
  std::string reason;  // "3 rows of public.t changed", "it calls now()", "never refreshed"
  bool only_by_source =
      false;  // stale because a materialized view that it reads is; its own tables were not looked at
};

// JSON to record with a refresh of the view that starts after this call; empty if it could prove nothing.
std::string read_snapshot(pg::Session& session, const ViewGraph& graph, std::size_t view);
// The snapshot, completed with the result of the refresh (see ViewNode::made, content).
std::string with_contents(const std::string& snapshot, const std::string& made, const std::string& content);
// Views that replaced others: old oid -> new, in the snapshot of one of them. Throws DatabaseError; call it
// in the transaction that swaps them in. shapes: their contents, by new oid.
struct SwappedViews {
  std::map<std::int64_t, std::int64_t> new_oid;  // a plain view that was only replaced: its own oid
  std::map<std::int64_t, std::string> shapes;
};
void read_shapes(pg::Session& session, SwappedViews& views);
std::string with_swapped(const std::string& snapshot, const SwappedViews& views);
// Sets made and content from a recorded snapshot; unchanged if it is empty or damaged.
void read_contents(const std::string& snapshot, ViewNode& view);

// One per view of the graph; plain views are fresh if every materialized view behind them is.
std::vector<Staleness> staleness(pg::Session& session, const ViewGraph& graph);
// One view, if all materialized views that it reads are known to be fresh. own_processes: sessions of this
// refresh.
Staleness staleness_over_fresh(pg::Session& session, const ViewGraph& graph, std::size_t view,
                               const std::vector<int>& own_processes);

}  // namespace schemac
