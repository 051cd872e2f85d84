// squash: one proved migration in place of a range of them.
//
// The range FROM..TO is FROM, TO and all between. Its migrations must be entered only through what they
// replace and left only through TO. Where the range holds nothing but definitions, the squash is planned from
// the catalogs before and after it; where it also changes rows, which no catalog shows, its steps are strung
// together as they are. Either way it is proved. The replaced files stay: a database that has some of them
// applied is led through the rest, and then the squash takes their place in its ledger; one that has none
// gets the squash alone. When every database is past the range the files can be removed.
#pragma once
#include <string>
#include <vector>

#include "migrate/revision_graph.h"
#include "run/environment.h"
#include "run/ledger.h"
#include "run/migration_runner.h"

namespace schemac::run {

struct Squashed {
  Migration migration;
  std::string path;
  std::vector<std::string> replaced;  // in order of application
  bool strung_together = false;       // rows change: the steps are the originals'
};

// range: "REV..REV". UserError where it is no such range.
Squashed squash(Environment& environment, const std::string& range, const std::string& message);

// The state as the graph sees it: a squash whose range is all applied counts as applied itself, in its place.
LedgerState with_squashes(const RevisionGraph& graph, LedgerState state);

// A squash whose range, or a part of it, is applied, and which is not recorded itself.
bool is_inside_squash(const RevisionGraph& graph, const LedgerState& state);

// UserError for such a state: for what reads and cannot settle it first.
void refuse_inside_squash(const RevisionGraph& graph, const LedgerState& state);

// Under the ledger's lock: leads a database that is inside a squashed range through the rest of it, then
// records the squash in place of what it replaces. Returns the revisions that were run. UserError (3) if a
// file that is needed for that is gone.
std::vector<std::string> settle_squashes(Environment& environment, pg::Session& session, Ledger& ledger,
                                         const RevisionGraph& graph, const LedgerState& state,
                                         MigrationRunner& runner);

}  // namespace schemac::run
