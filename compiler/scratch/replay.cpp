// The catalog of a history; declared in elaborate.h.
#include <memory>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/hash.h"
#include "pg/introspect.h"
#include "scratch/create_objects.h"
#include "scratch/elaborate.h"
#include "scratch/elaboration_cache.h"
#include "scratch/extension_version.h"
#include "scratch/external_relations.h"
#include "scratch/lookup_rows.h"
#include "scratch/run_steps.h"
#include "scratch/snapshot_databases.h"
#include "sqlfile/statement.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

void report_step(Environment& environment, const Migration& migration, const PartProgress& progress,
                 const pg::DatabaseError& error) {
  const MigrationStep& step = migration.up[progress.step];
  const Span span = place_of_error(step, progress.statement, error);
  // Text from the ledger is in no file.
  const std::string where = span.known() ? "" : ", " + step_name(step, progress.step);
  environment.diagnostics.error(
      "migration-fails", span,
      fmt::format("migration {}{}: {}", migration.revision, where, error.facts().message),
      error.facts().hint);
}

// False if a step failed; it is reported.
bool run_up(Environment& environment, pg::Session& session, const Migration& migration) {
  PartProgress progress;
  for (;;) {
    try {
      run_part(session, migration.up, progress);
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost() || migration.up.empty()) throw;
      if (make_missing_role(environment, session, error)) continue;
      report_step(environment, migration, progress, error);
      return false;
    }
  }
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

// Introspected after the revisions, without the surroundings.
Catalog run_history(Environment& environment, const RevisionGraph& graph, const Revisions& revisions) {
  std::set<ObjectId> own;
  for (const std::string& revision : revisions) {
    for (const std::string& text : graph.migrations.at(revision).creates) {
      if (const std::optional<ObjectId> id = parse_object_id(text)) own.insert(*id);
    }
  }
  const HistoryDatabase history = history_database(environment, own, graph, revisions);
  const std::set<ObjectId> made = create_surroundings(environment, history.database->session());
  bool complete = true;
  {
    const auto session = pg::connect(history.database->url(), pg::Settings::script);
    for (std::size_t i = history.done; complete && i < revisions.size(); ++i) {
      complete = run_up(environment, *session, graph.migrations.at(revisions[i]));
    }
  }
  Catalog catalog = pg::introspect(history.database->session());
  remove_external(catalog, made, own);
  forget_versions_not_stated(catalog, graph, revisions, nullptr);
  const std::string name = history_name(environment, own, graph, revisions);
  if (complete && worth_keeping(revisions.size(), history.done) && !name.empty()) {
    history.database->keep_as(name);
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
