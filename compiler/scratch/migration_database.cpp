#include "scratch/migration_database.h"

#include <fmt/format.h>

#include "pg/introspect.h"
#include "scratch/create_objects.h"
#include "scratch/external_relations.h"
#include "scratch/run_steps.h"
#include "scratch/snapshot_databases.h"

namespace schemac {

std::string failure_text(const StepFailure& failure, const SourceMap& sources) {
  if (!failure.span.known()) return fmt::format("{}: {}", failure.step, failure.message);
  const Position place = sources.locate(failure.span);
  return fmt::format("{} ({}:{}:{}): {}", failure.step, place.path, place.line, place.column,
                     failure.message);
}

MigrationDatabase::MigrationDatabase(Environment& environment,
                                     const std::vector<const Migration*>& migrations)
    : environment_(environment) {
  for (const Migration* const migration : migrations) {
    for (const std::string& text : migration->creates) {
      if (const std::optional<ObjectId> id = parse_object_id(text)) own_.insert(*id);
    }
  }
}

void MigrationDatabase::open(std::unique_ptr<pg::ScratchDatabase> database) {
  session_.reset();
  database_ = std::move(database);
  surroundings_ = create_surroundings(environment_, database_->session());
  session_ = pg::connect(database_->url(), pg::Settings::script);
}

void MigrationDatabase::open_if_needed() {
  if (!database_) open(make_scratch_database(environment_, own_));
}

std::optional<StepFailure> MigrationDatabase::run(const std::vector<MigrationStep>& steps) {
  open_if_needed();
  StepProgress progress;
  for (;;) {
    try {
      run_steps(*session_, steps, progress);
      return std::nullopt;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost() || steps.empty()) throw;
      if (make_missing_role(environment_, *session_, error)) continue;
      const MigrationStep& step = steps[progress.step];
      return StepFailure{{},
                         step_name(step, progress.step),
                         place_of_error(step, progress.statement, error),
                         error.facts().message,
                         error.facts().hint};
    }
  }
}

std::optional<StepFailure> MigrationDatabase::replay(const RevisionGraph& graph,
                                                     const std::vector<std::string>& revisions) {
  HistoryDatabase history = history_database(environment_, own_, graph, revisions);
  from_snapshot_ = history.done;
  open(std::move(history.database));
  for (std::size_t i = from_snapshot_; i < revisions.size(); ++i) {
    std::optional<StepFailure> failure = run(graph.migrations.at(revisions[i]).up);
    if (!failure) continue;
    failure->revision = revisions[i];
    return failure;
  }
  return std::nullopt;
}

void MigrationDatabase::keep_snapshot(const RevisionGraph& graph, const std::vector<std::string>& revisions,
                                      bool go_on) {
  const std::string name = history_snapshot_name(environment_, own_, graph, revisions);
  if (name.empty() || !worth_a_snapshot(revisions.size(), from_snapshot_)) return;
  session_.reset();
  database_->keep_as_snapshot(name);
  if (!go_on) return;
  HistoryDatabase history = history_database(environment_, own_, graph, revisions);
  const std::size_t done = history.done;
  open(std::move(history.database));
  // The snapshot may already have been dropped by runs of other projects.
  for (std::size_t i = done; i < revisions.size(); ++i) run(graph.migrations.at(revisions[i]).up);
}

Catalog MigrationDatabase::catalog() {
  Catalog catalog = with_surroundings();
  remove_external(catalog, surroundings_, own_);
  return catalog;
}

Catalog MigrationDatabase::with_surroundings() {
  open_if_needed();
  return pg::introspect(database_->session());
}

}  // namespace schemac
