// Databases that have applied a part of a range that a squash replaces (revise/squash.h).
#pragma once
#include <string>
#include <vector>

#include "apply/migration_runner.h"
#include "history/revision_graph.h"
#include "ledger/ledger.h"
#include "workspace/environment.h"

namespace schemac {

// The state with each squash whose range is all applied as applied, instead of the range.
LedgerState with_squashes(const RevisionGraph& graph, LedgerState state);

// True if a squash is not recorded, but its range or a part of it is applied.
bool is_inside_squash(const RevisionGraph& graph, const LedgerState& state);

// UserError for such a state, for commands that only read and cannot settle it.
void refuse_inside_squash(const RevisionGraph& graph, const LedgerState& state);

// Call it under the ledger's lock. For a database inside a squashed range: runs the rest of the range, then
// records the squash instead of the migrations that it replaces. Returns the revisions that ran. UserError
// (3) if a needed file is missing.
std::vector<std::string> settle_squashes(Environment& environment, pg::Session& session, Ledger& ledger,
                                         const RevisionGraph& graph, const LedgerState& state,
                                         MigrationRunner& runner);

}  // namespace schemac
