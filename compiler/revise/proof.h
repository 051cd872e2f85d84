// The proof of a migration: it runs in a scratch database that holds the state before it.
//
//   state before  --up-->  wanted state  --down-->  state before
//
// The state before is produced by its history, not from its catalog, so the proof sees what a database at
// that revision sees. `up` must lead exactly to the wanted state; if it does not, the goal does not hold.
// Then `down` runs and must lead back; that it may fail is stated in the migration (`proved`). A missing
// `down` is planned here, from the state that `up` really led to. A catalog does not show which lookup rows
// sources define, so rows are proved by following the statements that change them.
//
// The scratch database has no rows of users: what depends on them is not proved.
//
// Used by revision --autogenerate, adopt, squash and merge. Cost: a scratch database, the part of the history
// that no snapshot has, and one introspection per direction.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "diff/diff.h"
#include "history/revision_graph.h"
#include "plan/plan.h"
#include "scratch/migration_database.h"
#include "workspace/environment.h"

namespace schemac {

// How a missing down part is planned.
struct DownPlanning {
  PlanOptions options;
  std::vector<std::string> search_path;
};

struct ProofGoal {
  const RevisionGraph& graph;
  std::vector<std::string> history;          // leads to the state before, in order
  std::vector<const Migration*> migrations;  // their up parts run after it, in order
  // nullptr: any state is wanted.
  const Catalog* wanted = nullptr;
  // Compare also the attributes that sources do not state, such as owners and privileges.
  bool all_attributes = false;
  // For the proof of `down` and of lookup rows, if there is one migration. nullptr: neither is proved.
  const Catalog* before = nullptr;
  DownPlanning down{};
};

struct Proof {
  std::optional<StepFailure> failure;  // of up
  std::vector<Change> differences;     // from the state after up to the wanted one
  bool holds() const { return !failure && differences.empty(); }

  Catalog after;                    // the state after up, as a replay would read it
  std::vector<MigrationStep> down;  // given or planned
  std::vector<std::string> down_notes;
  std::string down_problem;  // why it does not lead back; empty = it does
};

// UserError: the history itself does not run.
Proof prove(Environment& environment, const ProofGoal& goal);

// "does not run: …" or "does not lead to the wanted state: …".
std::string problem_text(const Proof& proof, const SourceMap& sources);
// "table public.t: owner is a, should be b; …", at most a few changes; empty if there are none.
std::string summary(const std::vector<Change>& changes);
// Adds down and its notes to the migration, and what was proved.
void add_proof(Proof& proof, Migration& migration);

}  // namespace schemac
