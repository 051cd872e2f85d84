// Compares the applied migrations with the folder: edited files, and revisions without a file.
#pragma once
#include <string>
#include <vector>

#include "history/revision_graph.h"
#include "ledger/ledger.h"

namespace schemac {

struct EditedMigration {
  std::string revision;
  std::string message;
  std::string difference;  // of lines: applied (-), in the file (+)
};

// Applied migrations whose file now has other tokens. Only their texts are fetched.
std::vector<EditedMigration> edited_migrations(Ledger& ledger, const LedgerState& state,
                                               const RevisionGraph& graph);

// Applied, but neither in a file nor replaced by a squash in a file.
std::vector<AppliedMigration> unknown_migrations(const LedgerState& state, const RevisionGraph& graph);

// The migrations as they were applied: the ledger's text instead of edited or missing files, so that a replay
// gives the state that the database should have.
RevisionGraph graph_as_applied(Ledger& ledger, const LedgerState& state, const RevisionGraph& graph);

// UserError with exit code 3 if a migration was edited; its difference goes to the reporter.
void refuse_edited(Environment& environment, Ledger& ledger, const LedgerState& state,
                   const RevisionGraph& graph);

// UserError with exit code 3: heads, messages, and the command to run.
[[noreturn]] void refuse_several_heads(Environment& environment, const RevisionGraph& graph);

}  // namespace schemac
