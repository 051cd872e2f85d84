// The views of a database and their dependencies, read from the database itself, so it works for views that
// schemac did not create.
//
// A materialized view depends on another if it reads it directly, through plain views, or through functions
// whose bodies the server tracks. The server does not track functions with string bodies and dynamic SQL;
// only the sources state their dependencies (SourceReads). Three queries in one round trip for any number of
// views, and one more for names in sources; linear in views and edges. Throws DatabaseError.
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

namespace schemac {

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
  std::string owner;
  bool concurrently_possible = false;
  bool reads_itself = false;  // through a function or plain view that was replaced later
  std::vector<std::size_t>
      reads_views;  // direct: views and materialized views, as indices into ViewGraph::views
  std::vector<std::size_t> waits_for;  // materialized views to refresh before this one (contracted); sorted
  // Those of them, and possibly others, that its refresh reads by name, in a string body or in dynamic SQL,
  // and not by identity. Sorted.
  std::vector<std::size_t> reads_by_name;
  std::vector<std::int64_t>
      reads_relations;  // oids: tables, matviews, plain views, partitions at any depth up to matviews
  std::vector<std::int64_t> reads_functions;  // oids, at any depth up to matviews
  std::optional<LastRefresh> last;            // absent without a ledger or history
  // made: identifies, in the catalog, the schemac refresh that wrote the contents. content: identifies the
  // contents; a concurrent refresh that changed no row keeps it. Empty if unknown.
  std::string made, content;
};

// Dependencies that sources state and no server records. declared: sql_depends_on and -- schemac: depends_on;
// a cycle of these is an error. called: what string bodies read, and the steps between a view and such a
// body; a body need not run completely, so these edges are dropped where they would close a cycle. Ids that
// are not in the database are ignored.
struct SourceReads {
  Reads declared, called;
  bool empty() const { return declared.empty() && called.empty(); }
};

struct ViewGraph {
  std::vector<ViewNode> views;  // by namespace and name
  // Pairs (reader, read) that depend on each other through string bodies: the reader is refreshed first.
  std::vector<std::pair<std::size_t, std::size_t>> broken_cycles;
  bool ledger_exists = false;
  bool has_ledger = false;  // and this role may read it
  bool may_record = false;  // and write what it refreshes
  // Changes are or were tracked (tracking.h), and this role may read the list of tracked views.
  bool has_tracking = false;
  std::map<std::int64_t, std::size_t> by_oid;

  // "name", "namespace.name", quoted or not; nullopt if unknown or ambiguous.
  std::optional<std::size_t> find(const std::string& name) const;
  bool ambiguous(const std::string& name) const;  // several namespaces have a view of that name
  // The given views and all that read them; only materialized ones.
  std::set<std::size_t> with_dependents(const std::set<std::size_t>& of) const;
  std::set<std::size_t> with_dependencies(const std::set<std::size_t>& of) const;
};

ViewGraph read_view_graph(pg::Session& session, const SourceReads& sources = {});

}  // namespace schemac
