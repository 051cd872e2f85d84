// upgrade and downgrade: bring a database to a revision.
//
// If it is already there: two queries and no lock. Else they take the ledger lock and read the ledger again,
// so that the second of two simultaneous upgrades waits and finds nothing to do. MigrationRunner runs and
// records each migration; one that an earlier run left partly done is finished first.
//
// Errors: UserError with exit code 3 for an edited history, unknown applied revisions and several heads.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "apply/migration_runner.h"
#include "catalog/identifier.h"
#include "history/revision_graph.h"
#include "ledger/ledger.h"
#include "workspace/environment.h"

namespace schemac {

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
  // Materialized views that were populated before migrations ran, in this run or in an interrupted one that
  // left some of them empty.
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

// For downgrade and for display: the folder's migrations, those that only the ledger knows (of another
// branch), and the applied ones of a range that a squash replaces.
RevisionGraph with_applied(const RevisionGraph& graph, const LedgerState& state);

}  // namespace schemac
