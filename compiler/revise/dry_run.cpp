#include "revise/dry_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "apply/apply.h"
#include "apply/history_check.h"
#include "apply/squashed_ranges.h"
#include "pg/introspect.h"
#include "plan/plan.h"
#include "revise/migration_text.h"
#include "scratch/migration_database.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

// The catalog's objects that the scratch database does not have yet.
void create_objects(Environment& environment, MigrationDatabase& database, const Catalog& catalog) {
  PlanOptions options;
  options.online = Online::never;
  options.target_server_major = std::max(catalog.server_version_num / 10000, 13);
  const Plan creation = plan(database.with_surroundings(), catalog, options);
  if (const auto failure = database.run(migration_steps(creation, {}))) {
    throw UserError(fmt::format("the catalog cannot be recreated in a scratch database: {}",
                                failure_text(*failure, environment.sources)));
  }
}

}  // namespace

DryRun dry_run_upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                       const std::string& word) {
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  const LedgerState state = with_squashes(graph, ledger.read());
  refuse_inside_squash(graph, state);
  refuse_edited(environment, ledger, state, graph);
  DryRun dry_run;
  dry_run.database = session->describe();
  dry_run.revisions = pending_revisions(environment, graph, state, word);
  if (dry_run.revisions.empty()) return dry_run;

  MigrationDatabase database(environment, {});
  Catalog catalog = pg::introspect(*session);
  add_declared_reads(catalog, known_reads(environment, graph));
  create_objects(environment, database, catalog);
  for (const std::string& revision : dry_run.revisions) {
    const Migration& migration = graph.migrations.at(revision);
    std::vector<MigrationStep> steps;
    for (std::size_t i = 0; i < migration.up.size(); ++i) {
      const bool done = std::any_of(state.steps.begin(), state.steps.end(), [&](const RecordedStep& step) {
        return step.revision == revision && step.up && step.number == static_cast<int>(i) &&
               step.state == StepState::done;
      });
      if (!done) steps.push_back(migration.up[i]);
    }
    const auto failure = database.run(steps);
    if (!failure) continue;
    throw UserError(fmt::format("{} would fail in {}: {}", revision, dry_run.database,
                                failure_text(*failure, environment.sources)),
                    "nothing was changed: the migration ran in a scratch database with the same catalog");
  }
  return dry_run;
}

}  // namespace schemac
