// What was applied against what is in the folder: edits, and revisions that are not there.
#pragma once
#include <string>
#include <vector>

#include "migrate/revision_graph.h"
#include "run/ledger.h"

namespace schemac::run {

struct EditedMigration {
  std::string revision;
  std::string message;
  std::string difference;  // of lines: what was applied (-), what is there (+)
};

// Applied migrations whose file has other tokens now. Texts are fetched for those alone.
std::vector<EditedMigration> edited_migrations(Ledger& ledger, const LedgerState& state,
                                               const RevisionGraph& graph);

// Applied, but in no file, nor replaced by a squash that is.
std::vector<AppliedMigration> unknown_migrations(const LedgerState& state, const RevisionGraph& graph);

// The migrations as they were applied: the ledger's text in place of files that were edited or are gone, so
// that a replay gives what the database was made of.
RevisionGraph graph_as_applied(Ledger& ledger, const LedgerState& state, const RevisionGraph& graph);

// UserError with exit code 3 if there is an edited one; its difference goes to the reporter.
void refuse_edited(Environment& environment, Ledger& ledger, const LedgerState& state,
                   const RevisionGraph& graph);

// UserError with exit code 3: heads, messages, and the command to type.
[[noreturn]] void refuse_several_heads(Environment& environment, const RevisionGraph& graph);

}  // namespace schemac::run
