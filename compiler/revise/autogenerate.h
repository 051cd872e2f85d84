// revision: a new migration, empty or with the difference between history and the compiled sources.
//
// desired = elaborate(compile), history = replay(migrations); their difference is planned, and the plan is
// run in a scratch database that holds the old state: `up` must give exactly the desired catalog. `down` is
// planned from the resulting catalog, and must restore the old state. Only a proved `up` is written; if
// `down` cannot be proved, the file states why. If there is nothing to do, nothing is written; for an
// unchanged project and unchanged migrations this is known without a server.
//
// Errors: mistakes in sources are diagnostics; UserError for several heads (3), a hazard that the caller
// forbids (3), a plan that does not produce the desired catalog (1).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "history/migration.h"
#include "plan/plan.h"
#include "workspace/environment.h"

namespace schemac {

struct RevisionOptions {
  std::string message;  // empty: made from the changes
  bool autogenerate = false;
  bool against_database = false;    // compare with the database, which must be at the head
  std::optional<std::string> head;  // follow this one
  bool splice = false;              // it need not be a head
  std::vector<std::string> fail_on;
  bool dry_run = false;
  Online online = Online::automatic;
  ViewStrategy views = ViewStrategy::recreate;
  std::vector<std::string> backfill;  // PlanOptions::backfill
};

struct NewRevision {
  std::optional<Migration> migration;  // absent: nothing to do
  std::string path;                    // of the file, as it is shown; written unless dry_run
  Plan plan;
};

NewRevision make_revision(Environment& environment, const RevisionOptions& options);

}  // namespace schemac
