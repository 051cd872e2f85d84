#include "revise/planned_migration.h"

#include <algorithm>

#include "revise/migration_text.h"
#include "revise/proof.h"
#include "workspace/source_facts.h"

namespace schemac {

void plan_and_prove(Environment& environment, const RevisionGraph& graph,
                    const std::vector<std::string>& history, const Catalog& from, const Catalog& to,
                    Migration& migration) {
  PlanOptions options;
  options.online = Online::never;  // runs on an empty database, or on none with rows
  options.diff.all_attributes = false;
  options.target_server_major = std::max(to.server_version_num / 10000, 13);
  const Plan forward = plan(from, to, options);
  for (const std::string& note : forward.notes) environment.reporter.message("note: " + note);
  if (migration.up.empty()) migration.up = migration_steps(forward, {});
  describe_plan(forward, from, to, migration);
  note_declared_reads(from, to, migration);
  Proof proof = prove(environment, {.graph = graph,
                                    .history = history,
                                    .migrations = {&migration},
                                    .wanted = &to,
                                    .before = &from,
                                    .down = {options, {}}});
  if (!proof.holds())
    throw UserError("the migration " + problem_text(proof, environment.sources), "nothing was written");
  add_proof(proof, migration);
}

}  // namespace schemac
