// Precise staleness (`track_changes: true`): a statement trigger on every table that a tracked view reads
// takes the next number of a sequence, one for each table. It never calls a function: the number is taken in
// its condition, so a writer pays for evaluating that, waits for nobody, and leaves no row behind. (A trigger
// that appends to a log, which this was once, costs three times as much, and the log grows with every
// statement. docs/refresh.md has what other kinds of triggers cost: none that is as precise costs less.)
//
// Why no change is missed. A writer W takes its lock on the table that its statement names, then the number,
// then changes rows; it keeps the lock until it has ended for everybody. A refresh reads the numbers, then
// who holds such locks, then takes its snapshot. If W took its number after that reading, the number is
// another one ever after: stale. If it took it before, and the snapshot does not see W, W had not ended when
// the locks were read, and is recorded as a writer: the view is stale as soon as W does not hold its lock any
// more. Numbers are not taken back: what is rolled back counts as written, and so does what is not committed
// yet, once.
//   savepoints            a rollback to one gives back the locks of what it undid, not the numbers
//   prepared transactions keep their locks, and their transaction id, by which a writer is known again
//   COPY, MERGE, cascades fire statement triggers, in the table that they name; TRUNCATE does too
//   a partition or child  is written by way of any table above it: all of those have the trigger, and count
//   replica mode          the triggers are ENABLE ALWAYS
//   a crash               sequences are logged; they may skip numbers then; and a crash is a doubt in itself
//   a restored dump       or a clone is another database, another partition is another table, and a trigger
//                         or sequence that was altered or disabled for a while has another identity: stale
// Whoever may write the tables need not be granted anything: all roles may take numbers (USAGE), and no more.
// Where somebody took that from them, their writes are refused, never missed, until a refresh mends it.
//
// Kept up by refresh, under the ledger's lock; where a table cannot be given a trigger (not its owner, locked
// for too long), that is said, and the table is judged by its counters. Triggers of earlier versions, which
// wrote a log, are replaced by the next refresh; until then their tables are judged by counters.
#pragma once
#include <optional>
#include <set>

#include "run/environment.h"
#include "run/refresh/view_graph.h"

namespace schemac::run {

// wanted: views that the project's sources ask to be tracked; nullopt leaves what was asked for before. Also
// drops what no trigger needs any more.
void maintain_tracking(Environment& environment, pg::Session& session, ViewGraph& graph,
                       const std::optional<std::set<ObjectId>>& wanted, const std::string& lock_timeout);

}  // namespace schemac::run
