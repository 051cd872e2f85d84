// The views of a database and who reads whom, from the database itself: it works for views that this tool did
// not make.
//
// A materialized view depends on another if it reads it directly, through plain views, or through functions
// whose bodies the server tracks. What the server does not track, functions with string bodies and dynamic
// SQL, is known from the sources alone (SourceReads). Three queries in one round trip, whatever the number of
// views, and one more for what the sources name; linear in views and edges. Throws DatabaseError.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/called_reads.h"
#include "catalog/identifier.h"
#include "pg/session.h"

namespace schemac::run {

struct LastRefresh {
  std::string finished;  // time stamp as the server prints it
  double finished_epoch = 0;
  std::optional<std::chrono::milliseconds> duration;
  std::optional<std::int64_t> rows;
  std::string how;
  std::string snapshot;      // JSON, see staleness.h; empty = none
  std::string last_outcome;  // of the last attempt: done, failed, cancelled, skipped, running
};

struct ViewNode {
  ObjectId id;
  std::int64_t oid = 0;
  bool materialized = false;
  bool populated = true;
  std::int64_t rows = 0;  // the planner's estimate
  std::int64_t bytes = 0;
  bool may_refresh = true;  // the session's role is, or is member of, the owner
  std::string owner;
  bool concurrently_possible = false;
  bool reads_itself = false;  // by way of a function or plain view that was replaced later
  std::vector<std::size_t>
      reads_views;  // direct: views and materialized views, as indices into ViewGraph::views
  std::vector<std::size_t> waits_for;  // materialized views to refresh before this one (contracted); sorted
  // Those of them, and maybe others, that it reads by their names when it is refreshed: in a string body or
  // in dynamic SQL, and not by identity. Sorted.
  std::vector<std::size_t> reads_by_name;
  std::vector<std::int64_t>
      reads_relations;  // oids: tables, matviews, plain views, partitions at any depth up to matviews
  std::vector<std::int64_t> reads_functions;  // oids, likewise
  std::optional<LastRefresh> last;            // absent without a ledger or history
  // Which refresh, of this tool, the contents are of, as the catalog tells it, and which contents that made:
  // a concurrent refresh that changed no row leaves what was there. Empty if unknown.
  std::string made, content;
};

// What sources say of reading that no server records. declared: sql_depends_on and -- schemac: depends_on; a
// cycle of these is the user's mistake. called: what string bodies read, and the hops between a view and such
// a body; a text is no proof that all of it is run, so these give way to a cycle. Ids that are not in the
// database are left out.
struct SourceReads {
  Reads declared, called;
  bool empty() const { return declared.empty() && called.empty(); }
};

struct ViewGraph {
  std::vector<ViewNode> views;  // by namespace and name
  // Pairs (reader, read) that wait for each other by way of string bodies: the reader goes first.
  std::vector<std::pair<std::size_t, std::size_t>> given_way;
  bool ledger_exists = false;
  bool has_ledger = false;  // and this role may read it
  bool may_record = false;  // and write what it refreshes
  // Changes are or were tracked (tracking.h), and this role may read of which views.
  bool has_tracking = false;
  std::map<std::int64_t, std::size_t> by_oid;

  // "name", "namespace.name", quoted or not; nullopt if unknown or ambiguous.
  std::optional<std::size_t> find(const std::string& name) const;
  bool ambiguous(const std::string& name) const;  // views of several namespaces have it
  // Everything downstream of the given views, themselves included; only materialized ones.
  std::set<std::size_t> with_dependents(const std::set<std::size_t>& of) const;
  std::set<std::size_t> with_dependencies(const std::set<std::size_t>& of) const;
};

ViewGraph read_view_graph(pg::Session& session, const SourceReads& sources = {});

}  // namespace schemac::run
