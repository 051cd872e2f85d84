#include "revise/proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "pg/introspect.h"
#include "plan/plan.h"
#include "revise/autogenerate.h"
#include "scratch/create_objects.h"
#include "scratch/external_relations.h"
#include "scratch/run_steps.h"
#include "scratch/snapshot_databases.h"

namespace schemac {

ProvingGround::ProvingGround(Environment& environment, const std::vector<const Migration*>& migrations)
    : environment_(environment) {
  for (const Migration* const migration : migrations) {
    for (const std::string& text : migration->creates) {
      if (const std::optional<ObjectId> id = parse_object_id(text)) own_.insert(*id);
    }
  }
}

void ProvingGround::open(std::unique_ptr<pg::ScratchDatabase> database) {
  session_.reset();
  database_ = std::move(database);
  surroundings_ = create_surroundings(environment_, database_->session());
  session_ = pg::connect(database_->url(), pg::Settings::script);
}

std::string ProvingGround::run(const std::vector<MigrationStep>& steps) {
  if (!database_) open(make_scratch_database(environment_, own_));
  PartProgress progress;
  for (;;) {
    try {
      run_part(*session_, steps, progress);
      return {};
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost() || steps.empty()) throw;
      if (make_missing_role(environment_, *session_, error)) continue;
      const MigrationStep& step = steps[progress.step];
      const Span span = place_of_error(step, progress.statement, error);
      const Position place = environment_.sources.locate(span);
      return fmt::format("{}{}: {}", step_name(step, progress.step),
                         span.known() ? fmt::format(" ({}:{}:{})", place.path, place.line, place.column) : "",
                         error.facts().message);
    }
  }
}

void ProvingGround::replay(const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  HistoryDatabase history = history_database(environment_, own_, graph, revisions);
  const std::size_t done = history.done;
  open(std::move(history.database));
  for (std::size_t i = done; i < revisions.size(); ++i) {
    const std::string problem = run(graph.migrations.at(revisions[i]).up);
    if (problem.empty()) continue;
    throw UserError(fmt::format("migration {} does not run on a fresh database: {}", revisions[i], problem));
  }
  const std::string name = history_name(environment_, own_, graph, revisions);
  if (name.empty() || !worth_keeping(revisions.size(), done)) return;
  session_.reset();
  database_->keep_as(name);
  history = history_database(environment_, own_, graph, revisions);
  if (history.done == revisions.size()) {
    open(std::move(history.database));
    return;
  }
  // Dropped meanwhile by runs of other projects.
  open(make_scratch_database(environment_, own_));
  for (const std::string& revision : revisions) run(graph.migrations.at(revision).up);
}

void ProvingGround::build(const Catalog& catalog) {
  PlanOptions options;
  options.online = Online::never;
  options.target_server_major = std::max(catalog.server_version_num / 10000, 13);
  if (!database_) open(make_scratch_database(environment_, own_));
  const Plan making = plan(pg::introspect(database_->session()), catalog, options);
  const std::string problem = run(migration_steps(making, {}));
  if (problem.empty()) return;
  throw UserError(fmt::format("the catalog cannot be recreated in a scratch database: {}", problem));
}

Catalog ProvingGround::catalog() {
  if (!database_) open(make_scratch_database(environment_, own_));
  Catalog catalog = pg::introspect(database_->session());
  remove_external(catalog, surroundings_, own_);
  return catalog;
}

std::string summary(const std::vector<Change>& changes) {
  constexpr std::size_t shown = 5;
  std::string out;
  for (std::size_t i = 0; i < changes.size() && i < shown; ++i) {
    out += (out.empty() ? "" : "; ") + in_words(changes[i].id);
    if (changes[i].action == Change::Action::create)
      out += " is missing";
    else if (changes[i].action == Change::Action::drop)
      out += " should not exist";
    else if (!changes[i].differences.empty()) {
      const Difference& first = changes[i].differences.front();
      out += fmt::format(": {} is {}, should be {}", first.text(),
                         first.from.empty() ? "absent" : first.from, first.to.empty() ? "absent" : first.to);
    }
  }
  if (changes.size() > shown) out += fmt::format("; and {} more", changes.size() - shown);
  return out;
}

}  // namespace schemac
