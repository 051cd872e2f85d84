#include "revise/autogenerate.h"

#include <algorithm>

#include <fmt/format.h>

#include "apply/apply.h"
#include "apply/history_check.h"
#include "base/hash.h"
#include "catalog/in_words.h"
#include "catalog/text.h"
#include "compile/compile.h"
#include "pg/introspect.h"
#include "revise/drift.h"
#include "revise/migration_text.h"
#include "revise/proof.h"
#include "scratch/declared_renames.h"
#include "scratch/elaborate.h"
#include "scratch/lookup_rows.h"
#include "scratch/object_facts.h"
#include "workspace/migration_files.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

std::vector<std::string> parents_of_new(Environment& environment, const RevisionGraph& graph,
                                        const RevisionOptions& options) {
  std::vector<std::string> heads = graph.heads();
  if (!options.head) {
    if (heads.size() > 1) refuse_several_heads(environment, graph);
    return heads;
  }
  const ResolvedRevisions resolved = resolve_revision(graph, *options.head, {});
  if (!resolved.error.empty()) throw UserError(resolved.error);
  if (resolved.base) return {};
  for (const std::string& revision : resolved.revisions) {
    if (options.splice || std::find(heads.begin(), heads.end(), revision) != heads.end()) continue;
    throw UserError(fmt::format("{} is not a head: another migration follows it", revision),
                    "to start a branch there, add --splice");
  }
  return resolved.revisions;
}

// One line in the cache names the last pair of sources and migrations between which there was nothing to do.
class Settled {
 public:
  Settled(Environment& environment, const ArtifactSet& artifacts, const RevisionGraph& graph,
          const std::vector<std::string>& revisions)
      : environment_(environment), root_hash_(artifacts.root_hash) {
    for (const std::string& revision : revisions) checksums_ += graph.migrations.at(revision).checksum + "\n";
  }
  bool holds() const { return environment_.files.read_if_exists(path()) == key(checksums_); }
  // after: the checksum of a migration that leads there.
  void remember(const std::string& after = {}) const {
    environment_.files.write_if_changed(path(), key(after.empty() ? checksums_ : checksums_ + after + "\n"));
  }

 private:
  std::filesystem::path path() const {
    return environment_.project.path(environment_.project.build) / "cache" / "settled";
  }
  std::string key(const std::string& checksums) const {
    Sha256 hash;
    hash.add_field(root_hash_).add_field(checksums).add_field(environment_.project.database.scratch);
    hash.add_field(environment_.database_url);
    hash.add_field(std::to_string(pg::introspection_version) + "." + std::to_string(catalog_format_version));
    return hash.finish();
  }

  Environment& environment_;
  std::string root_hash_;
  std::string checksums_;
};

void refuse_hazards(Environment& environment, const Plan& plan, const std::vector<std::string>& forbidden) {
  bool refused = false;
  for (const Hazard& hazard : plan.hazards()) {
    const bool named = std::find_if(forbidden.begin(), forbidden.end(), [&](const std::string& code) {
                         return code == "all" || code == hazard.code;
                       }) != forbidden.end();
    if (!named) continue;
    environment.reporter.message(fmt::format("hazard {}: {} {}", hazard.code, hazard.message, hazard.advice));
    refused = true;
  }
  if (refused)
    throw UserError("the migration has a hazard that --fail-on forbids; nothing was written", {}, 3);
}

// --against database: the state to start from. What is particular to that database goes into `planning`.
Catalog read_database(Environment& environment, const RevisionGraph& graph, const Catalog& history,
                      const Catalog& desired, PlanOptions& planning) {
  const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  const LedgerState state = ledger.read();
  if (!pending_revisions(environment, graph, state, "heads").empty()) {
    throw UserError("the database is not at head, so a new migration cannot start from it",
                    "run `schemac upgrade` first, or leave out --against database");
  }
  pg::IntrospectOptions introspection;
  introspection.namespaces = managed_namespaces(environment.project.namespaces, {&history, &desired});
  Catalog from = pg::introspect(*session, introspection);
  for (const std::string& unread : read_lookup_rows(*session, from, lookup_rows_in(history)))
    environment.reporter.message("not compared: " + unread);
  planning.unmanaged = unmanaged_in(history, from);
  for (const ObjectId& id : planning.unmanaged) {
    if (desired.find(id) == nullptr) continue;
    environment.reporter.message(
        fmt::format("{} already exists in the database, but no migration created it", in_words(id)));
  }
  planning.facts = read_object_facts(*session);
  add_declared_reads(from, declared_reads(history));
  add_declared_reads(from, declared_reads(desired));
  return from;
}

NewRevision autogenerate(Environment& environment, const RevisionOptions& options, const RevisionGraph& graph,
                         const std::vector<std::string>& parents) {
  NewRevision result;
  const Compiled compiled =
      compile(environment.project, environment.files, environment.sources, environment.diagnostics);
  if (environment.diagnostics.has_errors()) return result;
  const std::vector<std::string> revisions = graph.closure(parents);
  const Settled settled(environment, compiled.artifacts, graph, revisions);
  if (!options.against_database && settled.holds()) return result;

  const Catalog desired = elaborate(environment, compiled.artifacts);
  if (environment.diagnostics.has_errors()) return result;
  const Catalog history = replay(environment, graph, revisions);
  if (environment.diagnostics.has_errors()) return result;

  PlanOptions planning;
  planning.diff.all_attributes = false;
  planning.online = options.online;
  planning.views = options.views;
  planning.backfill = options.backfill;
  planning.target_server_major = std::max(desired.server_version_num / 10000, 13);
  const Catalog from =
      options.against_database ? read_database(environment, graph, history, desired, planning) : history;
  add_declared_renames(compiled.artifacts, from, planning.diff);
  result.plan = plan(from, desired, planning);
  if (result.plan.empty()) {
    if (!options.against_database) settled.remember();
    return result;
  }
  for (const RenameSuggestion& rename : result.plan.rename_suggestions) {
    environment.reporter.message(
        fmt::format("{}{} is dropped and {}{} created: if this is a rename, add sql_renamed_from",
                    rename.from.text(), rename.from_column.empty() ? "" : "." + rename.from_column,
                    rename.to.text(), rename.to_column.empty() ? "" : "." + rename.to_column));
  }
  for (const std::string& note : result.plan.notes) environment.reporter.message("note: " + note);
  if (result.plan.refused) throw UserError("the plan is refused, see the notes; nothing was written", {}, 3);
  refuse_hazards(environment, result.plan, options.fail_on);

  Migration migration;
  migration.up = migration_steps(result.plan, compiled.artifacts.search_path);
  migration.message = options.message.empty() ? message_of(result.plan.changes) : options.message;
  describe_plan(result.plan, from, desired, migration);
  note_declared_reads(history, desired, migration);
  if (options.against_database && !find_drift(history, from).changes.empty()) {
    migration.proved = "no: made against a database that has drifted from its migrations";
    PlanOptions backward = planning;
    backward.diff = reversed(planning.diff);
    backward.unmanaged.clear();
    migration.down = migration_steps(plan(desired, history, backward), compiled.artifacts.search_path);
    migration.has_down = true;
  } else {
    Proof proof = prove(environment, {.graph = graph,
                                      .history = revisions,
                                      .migrations = {&migration},
                                      .wanted = &desired,
                                      .before = &history,
                                      .down = {planning, compiled.artifacts.search_path}});
    if (!proof.holds()) {
      throw UserError("the planned migration " + problem_text(proof, environment.sources),
                      "nothing was written; this is a defect of the planner, please report it");
    }
    add_proof(proof, migration);
    if (!options.dry_run) remember_replay(environment, graph, revisions, migration, std::move(proof.after));
  }
  migration.parents = parents;
  if (!options.dry_run) settled.remember(migration_checksum(migration));
  result.migration = std::move(migration);
  return result;
}

}  // namespace

NewRevision make_revision(Environment& environment, const RevisionOptions& options) {
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return {};
  const std::vector<std::string> parents = parents_of_new(environment, graph, options);
  NewRevision result;
  if (options.autogenerate) {
    result = autogenerate(environment, options, graph, parents);
  } else {
    Migration empty;
    empty.parents = parents;
    empty.message = options.message;
    empty.has_down = true;
    result.migration = std::move(empty);
  }
  if (!result.migration || environment.diagnostics.has_errors()) return result;
  Migration& migration = *result.migration;
  migration.revision = random_revision();
  migration.created = utc_now();
  migration.file_name = migration_file_name(migration);
  result.path = options.dry_run ? migration.file_name : write_migration(environment, migration);
  return result;
}

}  // namespace schemac
