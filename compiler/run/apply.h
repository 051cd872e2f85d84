// upgrade and downgrade: brings a database to a revision.
//
// At the target already: two queries and no lock. Else under the ledger lock, with the ledger read again, so
// that of two at the same time the second waits and finds nothing to do. Each migration is run and recorded
// by MigrationRunner; one that an earlier run left half done is finished first.
//
// Errors: UserError with exit code 3 for an edited history, unknown applied revisions and several heads.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "catalog/identifier.h"
#include "migrate/revision_graph.h"
#include "run/environment.h"
#include "run/ledger.h"
#include "run/migration_runner.h"

namespace schemac::run {

struct AppliedReport {
  std::string revision;
  std::string message;
  bool up = true;
  std::int64_t duration_ms = 0;
};

struct ApplyReport {
  std::string database;  // without password
  std::vector<AppliedReport> migrations;
  std::vector<std::string> current;  // heads of what is applied now
  // Materialized views that held something before migrations were run, now or by a command that was cut off
  // and left some of them empty.
  std::set<ObjectId> populated_before;
  bool may_have_emptied() const { return !migrations.empty() || !populated_before.empty(); }
};

RunOptions run_options(const Environment& environment);

// word: as in resolve_revision.
ApplyReport upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                    const std::string& word, const RunOptions& options);
ApplyReport downgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                      const std::string& word, const RunOptions& options);

// Revisions that `upgrade word` would run, in order. Throws as upgrade does.
std::vector<std::string> pending_revisions(Environment& environment, const RevisionGraph& graph,
                                           const LedgerState& state, const std::string& word);

// The folder's migrations, those that only the ledger knows (another branch's), and what is applied of a
// range that a squash replaces: for going down and for display.
RevisionGraph with_applied(const RevisionGraph& graph, const LedgerState& state);

}  // namespace schemac::run
