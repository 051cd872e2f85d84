#include "revise/proved_migration.h"

#include <algorithm>

#include <fmt/format.h>

#include "revise/autogenerate.h"
#include "revise/proof.h"
#include "scratch/lookup_rows.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

void add_objects(const std::vector<Change>& changes, Migration& migration) {
  for (const Change& change : changes) {
    const bool renamed = change.action == Change::Action::rename && change.renamed_from;
    if (change.action == Change::Action::create || renamed) migration.creates.push_back(change.id.text());
    if (change.action == Change::Action::drop) migration.drops.push_back(change.id.text());
    if (renamed) migration.drops.push_back(change.renamed_from->text());
  }
}

}  // namespace

void fill_and_prove(Environment& environment, const RevisionGraph& graph,
                    const std::vector<std::string>& history, const Catalog& from, const Catalog& to,
                    Migration& migration) {
  PlanOptions options;
  options.online = Online::never;  // runs on an empty database, or on none with rows
  options.diff.all_attributes = false;
  options.target_server_major = std::max(to.server_version_num / 10000, 13);
  const Plan forward = plan(from, to, options);
  for (const std::string& note : forward.notes) environment.reporter.message("note: " + note);
  if (migration.up.empty()) migration.up = migration_steps(forward, {});
  add_objects(forward.changes, migration);
  for (const Hazard& hazard : forward.hazards()) {
    const std::string line = hazard.code + ": " + hazard.message;
    if (std::find(migration.hazards.begin(), migration.hazards.end(), line) == migration.hazards.end())
      migration.hazards.push_back(line);
  }
  note_declared_reads(from, to, migration);
  migration.from = stated_fingerprint(from);
  migration.to = stated_fingerprint(to);

  std::vector<const Migration*> all = {&migration};
  for (const std::string& revision : history) all.push_back(&graph.migrations.at(revision));
  ProvingGround ground(environment, all);
  ground.replay(graph, history);
  if (const std::string problem = ground.run(migration.up); !problem.empty())
    throw UserError(fmt::format("the migration does not run: {}", problem), "nothing was written");
  Catalog after = with_rows_after(ground.catalog(), from, migration.drops, migration.up);
  if (const std::vector<Change> rest = diff(after, to, options.diff); !rest.empty()) {
    throw UserError(fmt::format("the migration does not produce the wanted catalog: {}", summary(rest)),
                    "nothing was written");
  }
  add_declared_reads(after, declared_reads(to));
  if (!migration.has_down) {
    PlanOptions backward = options;
    backward.diff.all_attributes = true;
    migration.down = migration_steps(plan(after, from, backward), {});
    migration.has_down = true;
  }
  std::string problem = ground.run(migration.down);
  if (problem.empty()) {
    const Catalog before = with_rows_after(ground.catalog(), after, migration.creates, migration.down);
    if (const std::vector<Change> rest = diff(before, from); !rest.empty()) problem = summary(rest);
  }
  migration.proved = problem.empty() ? "up, down" : "up; not down: " + problem;
}

}  // namespace schemac
