#include "run/proof.h"

#include <fmt/format.h>

#include "pg/introspect.h"
#include "run/artifact_run.h"
#include "run/external_relations.h"
#include "run/migration_runner.h"

namespace schemac::run {

ProvingGround::ProvingGround(Environment& environment, const std::vector<const Migration*>& migrations)
    : environment_(environment) {
  for (const Migration* const migration : migrations) {
    for (const std::string& text : migration->creates) {
      if (const std::optional<ObjectId> id = parse_object_id(text)) own_.insert(*id);
    }
  }
  database_ = make_scratch_database(environment, own_);
  surroundings_ = create_external_relations(environment, database_->session());
  if (const auto& like = scratch_server(environment).like) {
    for (const auto& extension : like->extensions) {
      surroundings_.insert({Kind::extension, {}, {}, extension.name});
      surroundings_.insert({Kind::namespace_, {}, {}, extension.schema});
    }
  }
  pg::ConnectOptions options;
  options.pin_settings = false;
  session_ = pg::connect(database_->url(), options);
}

std::string ProvingGround::run(const std::vector<MigrationStep>& steps) {
  std::vector<MigrationStep> rest = steps;
  std::size_t done = 0;
  for (;;) {
    int failed = -1;
    try {
      run_part(*session_, rest, &failed);
      return {};
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost() || failed < 0) throw;
      rest.erase(rest.begin(), rest.begin() + failed);
      done += static_cast<std::size_t>(failed);
      if (make_missing_role(environment_, *session_, error)) continue;
      const MigrationStep& step = rest.front();
      return fmt::format("step {}{}: {}", done + 1, step.title.empty() ? "" : ", " + step.title,
                         error.facts().message);
    }
  }
}

void ProvingGround::replay(const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  for (const std::string& revision : revisions) {
    const std::string problem = run(graph.migrations.at(revision).up);
    if (problem.empty()) continue;
    throw UserError(fmt::format("migration {} does not run on a fresh database: {}", revision, problem));
  }
}

Catalog ProvingGround::catalog() {
  Catalog catalog = pg::introspect(database_->session());
  remove_external(catalog, surroundings_, own_);
  return catalog;
}

std::string summary(const std::vector<Change>& changes) {
  constexpr std::size_t shown = 5;
  std::string out;
  for (std::size_t i = 0; i < changes.size() && i < shown; ++i) {
    out += (out.empty() ? "" : "; ") + changes[i].id.text();
    if (changes[i].action == Change::Action::create)
      out += " is missing";
    else if (changes[i].action == Change::Action::drop)
      out += " should not be there";
    else if (!changes[i].differences.empty()) {
      const Difference& first = changes[i].differences.front();
      out += fmt::format(": {} is {}, should be {}", first.attribute,
                         first.from.empty() ? "absent" : first.from, first.to.empty() ? "absent" : first.to);
    }
  }
  if (changes.size() > shown) out += fmt::format("; and {} more", changes.size() - shown);
  return out;
}

}  // namespace schemac::run
