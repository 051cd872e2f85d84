// A scratch database in which migrations run: for replays, proofs and dry runs.
//
// It has the project's surroundings (extensions of the target, external relations), which do not count as
// part of its state. It is created when something first runs in it. Steps run as `upgrade` runs them
// (run_steps.h), without a ledger. Roles that are missing on the embedded server are created.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "catalog/catalog.h"
#include "history/revision_graph.h"
#include "pg/scratch.h"
#include "workspace/environment.h"

namespace schemac {

// A step that the server rejected.
struct StepFailure {
  std::string revision;  // of the migration, if it has one
  std::string step;      // "step 2, backfill"
  Span span;             // in the migration's file; unknown if the step is in no file
  std::string message, hint;
};
// "step 2, backfill (migrations/a.sql:3:1): division by zero"
std::string failure_text(const StepFailure& failure, const SourceMap& sources);

class MigrationDatabase {
 public:
  // The `creates` of the migrations name what they create of the surroundings themselves.
  MigrationDatabase(Environment& environment, const std::vector<const Migration*>& migrations);

  std::optional<StepFailure> run(const std::vector<MigrationStep>& steps);
  // Runs the up parts of the revisions, in that order, before anything else. Starts from the snapshot of the
  // longest known part of that history.
  std::optional<StepFailure> replay(const RevisionGraph& graph, const std::vector<std::string>& revisions);
  // After a replay that succeeded: keeps the state as a snapshot if that is worth it. The object must not be
  // used afterwards, except with go_on: then it continues in a copy.
  void keep_snapshot(const RevisionGraph& graph, const std::vector<std::string>& revisions, bool go_on);

  Catalog catalog();  // without the surroundings
  Catalog with_surroundings();

 private:
  void open(std::unique_ptr<pg::ScratchDatabase> database);
  void open_if_needed();

  Environment& environment_;
  std::set<ObjectId> own_;
  std::set<ObjectId> surroundings_;
  std::size_t from_snapshot_ = 0;  // revisions that a replay did not have to run
  std::unique_ptr<pg::ScratchDatabase> database_;
  std::unique_ptr<pg::Session> session_;  // under Settings::script
};

}  // namespace schemac
