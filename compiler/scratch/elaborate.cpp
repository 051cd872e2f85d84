#include "scratch/elaborate.h"

#include <memory>
#include <set>

#include <fmt/format.h>

#include "pg/introspect.h"
#include "scratch/create_objects.h"
#include "scratch/elaboration_cache.h"
#include "scratch/extension_version.h"
#include "scratch/external_relations.h"
#include "scratch/lookup_rows.h"
#include "scratch/snapshot_databases.h"
#include "scratch/view_columns.h"
#include "sqlfile/statement.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

std::set<ObjectId> ids_of(const ArtifactSet& set, bool external) {
  std::set<ObjectId> ids;
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.external == external) ids.insert(artifact.id);
  }
  return ids;
}

std::set<std::string> versions_stated_by(const ArtifactSet& set) {
  std::set<std::string> names;
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.id.kind != Kind::extension) continue;
    for (const std::string& statement : artifact.statements) add_stated_version(statement, names);
  }
  return names;
}

// In the same order.
template <typename Predicate>
ArtifactSet subset(const ArtifactSet& set, const Predicate& wanted) {
  ArtifactSet part;
  part.search_path = set.search_path;
  for (const Artifact& artifact : set.artifacts) {
    if (wanted(artifact.id)) part.artifacts.push_back(artifact);
  }
  return part;
}

// Runs `work` with separate diagnostics; false if it reported an error.
template <typename Work>
bool quietly(Environment& environment, const Work& work) {
  Diagnostics own;
  std::swap(own, environment.diagnostics);
  try {
    work();
  } catch (...) {
    std::swap(own, environment.diagnostics);
    throw;
  }
  std::swap(own, environment.diagnostics);
  return !own.has_errors();
}

// Extensions take longer to create than everything else, so they are created once and kept in a snapshot
// database. Removes from `set` what the snapshot contains. Removes nothing if states are not kept or an
// extension fails, so that the failure is reported at its place.
std::unique_ptr<pg::ScratchDatabase> database_with_extensions(Environment& environment,
                                                              const std::set<ObjectId>& own,
                                                              ArtifactSet& set) {
  const std::set<ObjectId> chosen = extensions_and_needs(set);
  const ArtifactSet first = subset(set, [&](const ObjectId& id) { return chosen.contains(id); });
  std::string content = "extensions";
  for (const Artifact& artifact : first.artifacts) content += " " + artifact.closure_hash;
  const std::string name = first.artifacts.empty() ? std::string() : snapshot_name(environment, own, content);
  if (name.empty()) return make_scratch_database(environment, own);
  const auto copy = [&] {
    auto scratch = make_scratch_database(environment, own, {name});
    if (scratch->copied_from()) set = subset(set, [&](const ObjectId& id) { return !chosen.contains(id); });
    return scratch;
  };
  auto scratch = copy();
  if (scratch->copied_from()) return scratch;
  if (!quietly(environment, [&] { create_objects(environment, scratch->session(), first); }))
    return make_scratch_database(environment, own);
  scratch->keep_as_snapshot(name);
  return copy();
}

// The catalog of some of a state's artifacts and all that they need.
Catalog run_in_scratch(Environment& environment, const ArtifactSet& artifacts, ArtifactSet part) {
  const std::set<ObjectId> own = ids_of(artifacts, false);
  const auto scratch = database_with_extensions(environment, own, part);
  std::set<ObjectId> surroundings = create_surroundings(environment, scratch->session());
  create_objects(environment, scratch->session(), part);
  Catalog catalog = pg::introspect(scratch->session());
  surroundings.merge(ids_of(artifacts, true));
  remove_external(catalog, surroundings, own);
  forget_other_versions(catalog, versions_stated_by(artifacts));
  return catalog;
}

// Incremental elaboration from the last elaborated state; nullopt if absent or it does not fit.
std::optional<Catalog> from_latest(Environment& environment, const ElaborationCache& cache,
                                   const ArtifactSet& artifacts) {
  const std::optional<Elaboration> latest = cache.latest();
  if (!latest) return std::nullopt;
  const std::optional<IncrementalRun> run = incremental_run(*latest, artifacts);
  if (!run || run->made.size() + run->held.size() >= artifacts.artifacts.size()) return std::nullopt;
  if (run->made.empty() && run->held.empty()) return joined(*latest, artifacts, *run, {});
  Catalog made;
  const bool well = quietly(environment, [&] {
    made = run_in_scratch(environment, artifacts, subset(artifacts, [&](const ObjectId& id) {
                            return run->made.contains(id) || run->held.contains(id);
                          }));
  });
  std::optional<Catalog> catalog = well ? joined(*latest, artifacts, *run, made) : std::nullopt;
  if (catalog) {
    environment.reporter.explain(fmt::format(
        "{} of {} objects are created in a scratch database: {} are new or changed, and {} are needed by "
        "them",
        run->made.size() + run->held.size(), artifacts.artifacts.size(), run->made.size(), run->held.size()));
  }
  return catalog;
}

}  // namespace

Catalog elaborate(Environment& environment, const ArtifactSet& artifacts) {
  std::string kind = "artifacts";
  for (const std::string& name : artifacts.search_path) kind += " " + quote_identifier(name);
  ElaborationCache cache(environment, kind);
  std::optional<Elaboration> known = cache.find(artifacts.root_hash);
  if (!known) {
    std::optional<Catalog> catalog = from_latest(environment, cache, artifacts);
    if (!catalog) {
      environment.reporter.explain(
          "all objects are created in a scratch database: no earlier result can be reused");
      catalog = run_in_scratch(environment, artifacts, artifacts);
    }
    known = Elaboration{elaborated_artifacts(artifacts), std::move(*catalog)};
    cache.store(artifacts.root_hash, *known);
  }
  check_view_columns(artifacts, known->catalog, environment.diagnostics);
  set_lookup_rows(known->catalog, lookup_rows_in(artifacts));
  add_declared_reads(known->catalog, declared_reads(artifacts));
  return std::move(known->catalog);
}

}  // namespace schemac
