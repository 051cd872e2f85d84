// Precise staleness (`track_changes: true`): a statement trigger on every table that a tracked view reads
// takes the next number of a sequence, one sequence per table. It never calls a function: the number is taken
// in the trigger's condition, so a writer only evaluates that, waits for no lock, and writes no row. (A
// trigger that appends to a log, as in earlier versions, costs three times as much, and the log grows with
// every statement. docs/design.md has the cost of other kinds of triggers: none that is as precise costs
// less.)
//
// Why no change is missed. A writer W locks the table that its statement names, then takes the number, then
// changes rows; it keeps the lock until its end is visible to all. A refresh reads the numbers, then the
// holders of such locks, then takes its snapshot. If W took its number after the refresh read it, the number
// differs from then on: stale. If W took it before, and the snapshot does not see W, then W had not ended
// when the locks were read, and it is recorded as a writer: the view is stale as soon as W no longer holds
// its lock. Numbers are not rolled back: rolled-back and uncommitted changes count as written, once.
//   savepoints            a rollback to a savepoint releases the locks taken after it, not the numbers
//   prepared transactions keep their locks and their transaction id, which identifies the writer later
//   COPY, MERGE, cascades fire statement triggers, in the table that they name; TRUNCATE does too
//   a partition or child  is written through any table above it: all of these have the trigger and count
//   replica mode          the triggers are ENABLE ALWAYS
//   a crash               sequences are logged and may skip numbers; a crash alone also makes the view stale
//   a restored dump       or a clone is another database, another partition is another table, and a trigger
//                         or sequence that was altered or disabled for a while has another identity: stale
// Writers need no grants: all roles may take numbers (USAGE), and nothing more. If that privilege is revoked,
// writes are refused, never missed, until the next refresh repairs it.
//
// Maintained by refresh, under the ledger's lock. If a table cannot get a trigger (not its owner, locked for
// too long), a message says so, and the table is judged by its counters. Triggers of earlier versions, which
// wrote a log, are replaced by the next refresh; until then their tables are judged by counters.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "catalog/stated.h"
#include "refresh/view_graph.h"
#include "workspace/environment.h"

namespace schemac {

// stated: sql_refresh in the project's sources, by view; nullopt keeps the former list of tracked views. Also
// drops what no trigger needs any longer.
void maintain_tracking(Environment& environment, pg::Session& session, ViewGraph& graph,
                       const std::optional<std::map<ObjectId, RefreshSettings>>& stated,
                       const std::string& lock_timeout);

}  // namespace schemac
