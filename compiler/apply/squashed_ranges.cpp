#include "apply/squashed_ranges.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac {
namespace {

// The revisions that the squash replaces and that are not applied.
std::vector<std::string> missing(const Migration& squash, const LedgerState& state) {
  std::vector<std::string> open;
  for (const std::string& revision : squash.replaces) {
    if (state.find(revision) == nullptr) open.push_back(revision);
  }
  return open;
}

bool is_begun(const RevisionGraph& graph, const std::string& revision, const LedgerState& state) {
  const Migration& squash = graph.migrations.at(revision);
  return !squash.replaces.empty() && state.find(revision) == nullptr &&
         missing(squash, state).size() < squash.replaces.size();
}

}  // namespace

bool is_inside_squash(const RevisionGraph& graph, const LedgerState& state) {
  return std::any_of(graph.order.begin(), graph.order.end(),
                     [&](const std::string& revision) { return is_begun(graph, revision, state); });
}

void refuse_inside_squash(const RevisionGraph& graph, const LedgerState& state) {
  if (!is_inside_squash(graph, state)) return;
  throw UserError("this database is inside a range that a squash replaces",
                  "run `schemac upgrade` to apply the rest of the range");
}

LedgerState with_squashes(const RevisionGraph& graph, LedgerState state) {
  for (const auto& [revision, migration] : graph.migrations) {
    if (!is_begun(graph, revision, state) || !missing(migration, state).empty()) continue;
    AppliedMigration as_applied = *state.find(migration.replaces.back());
    as_applied.revision = revision;
    as_applied.parents = migration.parents;
    as_applied.message = migration.message;
    as_applied.checksum = migration.checksum;
    as_applied.how = "squashed";
    as_applied.has_down = migration.has_down;
    std::erase_if(state.applied, [&replaced = migration.replaces](const AppliedMigration& applied) {
      return std::find(replaced.begin(), replaced.end(), applied.revision) != replaced.end();
    });
    state.applied.push_back(std::move(as_applied));
  }
  return state;
}

std::vector<std::string> settle_squashes(Environment& environment, pg::Session& session, Ledger& ledger,
                                         const RevisionGraph& graph, const LedgerState& state,
                                         MigrationRunner& runner) {
  std::vector<std::string> run;
  for (const std::string& revision : graph.order) {
    if (!is_begun(graph, revision, state)) continue;
    const Migration& squash = graph.migrations.at(revision);
    const std::vector<std::string> open = missing(squash, state);
    for (const std::string& original : open) {
      if (graph.replaced.contains(original)) continue;
      throw UserError(
          fmt::format("this database is inside the range that {} replaces, and needs {}, whose file is "
                      "missing",
                      revision, original),
          "restore that file and keep it until every database is past it", 3);
    }
    for (const std::string& original : open) {
      runner.up(graph.replaced.at(original), state.steps);
      environment.reporter.message(fmt::format("up   {}  {}  (replaced by {})", original,
                                               graph.replaced.at(original).message, revision));
      run.push_back(original);
    }
    pg::Transaction transaction(session, session.statements_of(pg::Settings::script) + "; BEGIN");
    for (const std::string& original : squash.replaces) ledger.record_reverted(original);
    ledger.record_applied(squash, 0, "squashed");
    transaction.commit();
    environment.reporter.message(fmt::format("{} replaces {} migrations", revision, squash.replaces.size()));
  }
  return run;
}

}  // namespace schemac
