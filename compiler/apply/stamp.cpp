#include "apply/stamp.h"

#include <set>

namespace schemac {

ApplyReport stamp(Environment& environment, const std::string& url, const RevisionGraph& graph,
                  const std::string& word) {
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  ApplyReport report;
  report.database = session->describe();
  LedgerLock lock(*session, environment, url);
  LedgerState state = ledger.read();
  ledger.require_writable();
  if (!state.exists) ledger.create();
  const ResolvedRevisions target = resolve_revision(graph, word, state.revisions());
  if (!target.error.empty()) {
    throw UserError(
        target.error,
        target.several_heads ? "`schemac stamp heads` records all of them" : "`schemac history` lists them",
        target.several_heads ? 3 : 1);
  }
  const std::vector<std::string> wanted = graph.closure(target.revisions);
  const std::set<std::string> kept(wanted.begin(), wanted.end());

  pg::Transaction transaction(*session);
  for (const AppliedMigration& applied : state.applied) {
    const auto file = graph.migrations.find(applied.revision);
    const bool stays = kept.contains(applied.revision);
    if (stays && file->second.checksum == applied.checksum) continue;
    ledger.record_reverted(applied.revision);
    if (!stays) report.migrations.push_back({applied.revision, applied.message, false, 0});
  }
  for (const RecordedStep& step : state.steps) ledger.forget_steps(step.revision);
  for (const std::string& revision : wanted) {
    const AppliedMigration* const applied = state.find(revision);
    const Migration& migration = graph.migrations.at(revision);
    if (applied != nullptr && applied->checksum == migration.checksum) continue;
    ledger.record_applied(migration, 0, "stamped");
    report.migrations.push_back({revision, migration.message, true, 0});
  }
  transaction.commit();
  lock.release();
  report.current = graph.heads_of(wanted);
  return report;
}

}  // namespace schemac
