// Precise staleness (`track_changes: true`): statement triggers on every table that a tracked view reads
// append the writing transaction to the log schemac.change. Written in the writer's own transaction, so a log
// row is visible exactly when the change is: a view is stale if and only if the log holds a transaction that
// its last refresh did not see.
//
// Statement triggers fire for the table that the statement names. So they are on every partition and child
// that is read, and on every table above those. They are ENABLE ALWAYS (session_replication_role = replica
// skips all others). Kept up by refresh, under the ledger's lock; where a table cannot be given a trigger
// (not its owner, locked for too long), that is said, and the table is judged by its counters.
#pragma once
#include <optional>
#include <set>

#include "run/environment.h"
#include "run/refresh/view_graph.h"

namespace schemac::run {

// wanted: views that the project's sources ask to be tracked; nullopt leaves what was asked for before. Also
// replaces the log's sentinel after a crash and removes log rows that every recorded snapshot sees.
void maintain_tracking(Environment& environment, pg::Session& session, ViewGraph& graph,
                       const std::optional<std::set<ObjectId>>& wanted, const std::string& lock_timeout);

}  // namespace schemac::run
