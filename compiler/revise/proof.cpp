#include "revise/proof.h"

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "revise/migration_text.h"
#include "scratch/declared_renames.h"
#include "scratch/lookup_rows.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

MigrationDatabase database_at(Environment& environment, const ProofGoal& goal) {
  std::vector<const Migration*> all = goal.migrations;
  for (const std::string& revision : goal.history) all.push_back(&goal.graph.migrations.at(revision));
  MigrationDatabase database(environment, all);
  if (const auto failure = database.replay(goal.graph, goal.history)) {
    throw UserError(fmt::format("migration {} does not run on a fresh database: {}", failure->revision,
                                failure_text(*failure, environment.sources)));
  }
  database.keep_snapshot(goal.graph, goal.history, true);
  return database;
}

// after: with lookup rows.
void prove_down(Environment& environment, MigrationDatabase& database, const ProofGoal& goal, Catalog after,
                Proof& proof) {
  const Migration& migration = *goal.migrations.front();
  add_declared_reads(after, declared_reads(*goal.wanted));
  proof.down = migration.down;
  if (!migration.has_down) {
    PlanOptions backward = goal.down.options;
    backward.diff = reversed(backward.diff);
    backward.diff.all_attributes = true;
    const Plan down = plan(after, *goal.before, backward);
    proof.down = migration_steps(down, goal.down.search_path);
    proof.down_notes = down.notes;
  }
  if (const auto failure = database.run(proof.down)) {
    proof.down_problem = failure_text(*failure, environment.sources);
    return;
  }
  const Catalog restored = with_rows_after(database.catalog(), after, migration.creates, proof.down);
  proof.down_problem = summary(diff(restored, *goal.before));
}

}  // namespace

Proof prove(Environment& environment, const ProofGoal& goal) {
  MigrationDatabase database = database_at(environment, goal);
  Proof proof;
  for (const Migration* const migration : goal.migrations) {
    proof.failure = database.run(migration->up);
    if (!proof.failure) continue;
    proof.failure->revision = migration->revision;
    return proof;
  }
  proof.after = database.catalog();
  if (goal.wanted == nullptr) return proof;
  Catalog after = proof.after;
  if (goal.before != nullptr) {
    const Migration& migration = *goal.migrations.front();
    after = with_rows_after(std::move(after), *goal.before, migration.drops, migration.up);
  }
  DiffOptions options;
  options.all_attributes = goal.all_attributes;
  proof.differences = diff(after, *goal.wanted, options);
  if (goal.before != nullptr && proof.holds())
    prove_down(environment, database, goal, std::move(after), proof);
  return proof;
}

std::string problem_text(const Proof& proof, const SourceMap& sources) {
  if (proof.failure) return "does not run: " + failure_text(*proof.failure, sources);
  return proof.differences.empty() ? std::string()
                                   : "does not lead to the wanted state: " + summary(proof.differences);
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
      out += fmt::format(": {} is {}, should be {}", first.text(), first.from.empty() ? "absent" : first.from,
                         first.to.empty() ? "absent" : first.to);
    }
  }
  if (changes.size() > shown) out += fmt::format("; and {} more", changes.size() - shown);
  return out;
}

void add_proof(Proof& proof, Migration& migration) {
  migration.down = std::move(proof.down);
  migration.has_down = true;
  migration.proved = proof.down_problem.empty() ? "up, down" : "up; not down: " + proof.down_problem;
  for (const std::string& note : proof.down_notes) migration.header_notes.push_back("down: " + note);
}

}  // namespace schemac
