// The catalog of a history; declared in elaborate.h.
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "scratch/elaborate.h"
#include "scratch/elaboration_cache.h"
#include "scratch/extension_version.h"
#include "scratch/lookup_rows.h"
#include "scratch/migration_database.h"
#include "sqlfile/statement.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

void report(Environment& environment, const StepFailure& failure) {
  // Text from the ledger is in no file.
  const std::string where = failure.span.known() ? "" : ", " + failure.step;
  environment.diagnostics.error("migration-fails", failure.span,
                                fmt::format("migration {}{}: {}", failure.revision, where, failure.message),
                                failure.hint);
}

using Revisions = std::vector<std::string>;

std::string content_of(const RevisionGraph& graph, const Revisions& revisions, const Migration* next) {
  Sha256 digest;
  for (const std::string& revision : revisions) digest.add_field(graph.migrations.at(revision).checksum);
  if (next != nullptr) digest.add_field(migration_checksum(*next));
  return digest.finish();
}

void forget_versions_not_stated(Catalog& catalog, const RevisionGraph& graph, const Revisions& revisions,
                                const Migration* next) {
  std::set<std::string> stated;
  const auto add = [&](const Migration& migration) {
    for (const MigrationStep& step : migration.up) {
      for (const sql::Piece& piece : sql::split(step.sql))
        add_stated_version(std::string_view(step.sql).substr(piece.offset, piece.length), stated);
    }
  };
  for (const std::string& revision : revisions) add(graph.migrations.at(revision));
  if (next != nullptr) add(*next);
  forget_other_versions(catalog, stated);
}

// A step that fails is reported; the catalog then has what ran before it.
Catalog run_history(Environment& environment, const RevisionGraph& graph, const Revisions& revisions) {
  std::vector<const Migration*> migrations;
  for (const std::string& revision : revisions) migrations.push_back(&graph.migrations.at(revision));
  MigrationDatabase database(environment, migrations);
  const std::optional<StepFailure> failure = database.replay(graph, revisions);
  Catalog catalog = database.catalog();
  forget_versions_not_stated(catalog, graph, revisions, nullptr);
  if (failure) {
    report(environment, *failure);
  } else {
    database.keep_snapshot(graph, revisions, false);
  }
  return catalog;
}

}  // namespace

Catalog replay(Environment& environment, const RevisionGraph& graph, const Revisions& revisions) {
  ElaborationCache cache(environment, "migrations");
  const std::string content = content_of(graph, revisions, nullptr);
  std::optional<Elaboration> known = cache.find(content);
  if (!known) {
    environment.reporter.explain(fmt::format(
        "{} migrations run in a scratch database: no earlier result can be reused", revisions.size()));
    const std::size_t errors = environment.diagnostics.error_count();
    known = Elaboration{{}, run_history(environment, graph, revisions)};
    // A failing history is not cached, so that each command reports it.
    if (environment.diagnostics.error_count() == errors) cache.store(content, *known);
  }
  LookupTables rows;
  for (const std::string& revision : revisions)
    follow_migration(rows, graph.migrations.at(revision), environment.diagnostics);
  set_lookup_rows(known->catalog, rows);
  add_declared_reads(known->catalog, declared_reads(graph, revisions));
  return std::move(known->catalog);
}

void remember_replay(Environment& environment, const RevisionGraph& graph, const Revisions& revisions,
                     const Migration& next, Catalog catalog) {
  forget_versions_not_stated(catalog, graph, revisions, &next);
  ElaborationCache(environment, "migrations")
      .store(content_of(graph, revisions, &next), {{}, std::move(catalog)});
}

}  // namespace schemac
