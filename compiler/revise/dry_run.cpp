#include "revise/dry_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "apply/apply.h"
#include "apply/history_check.h"
#include "apply/squashed_ranges.h"
#include "pg/introspect.h"
#include "revise/proof.h"
#include "workspace/source_facts.h"

namespace schemac {

Rehearsal rehearse_upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                           const std::string& word) {
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  const LedgerState state = with_squashes(graph, ledger.read());
  refuse_inside_squash(graph, state);
  refuse_edited(environment, ledger, state, graph);
  Rehearsal rehearsal;
  rehearsal.database = session->describe();
  rehearsal.revisions = pending_revisions(environment, graph, state, word);
  if (rehearsal.revisions.empty()) return rehearsal;

  ProvingGround ground(environment, {});
  Catalog catalog = pg::introspect(*session);
  add_declared_reads(catalog, known_reads(environment, graph));
  ground.build(catalog);
  for (const std::string& revision : rehearsal.revisions) {
    const Migration& migration = graph.migrations.at(revision);
    std::vector<MigrationStep> steps;
    for (std::size_t i = 0; i < migration.up.size(); ++i) {
      const bool done = std::any_of(state.steps.begin(), state.steps.end(), [&](const RecordedStep& step) {
        return step.revision == revision && step.up && step.number == static_cast<int>(i) &&
               step.state == StepState::done;
      });
      if (!done) steps.push_back(migration.up[i]);
    }
    const std::string problem = ground.run(steps);
    if (problem.empty()) continue;
    throw UserError(fmt::format("{} would fail in {}: {}", revision, rehearsal.database, problem),
                    "nothing was changed: the migration ran in a scratch database with the same catalog");
  }
  return rehearsal;
}

}  // namespace schemac
