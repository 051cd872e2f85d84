#include "run/elaborate.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/hash.h"
#include "catalog/text.h"
#include "pg/introspect.h"
#include "run/artifact_run.h"
#include "run/catalog_cache.h"
#include "run/extension_version.h"
#include "run/external_relations.h"
#include "run/kept_state.h"
#include "run/manifest_file.h"
#include "run/migration_runner.h"
#include "run/reference_rows.h"
#include "run/source_position.h"
#include "run/view_columns.h"
#include "sqlfile/statement.h"

namespace schemac::run {
namespace {

CatalogCache cache_of(Environment& environment) {
  const Project& project = environment.project;
  return {environment.files, project.path(project.build) / "cache"};
}

// Changes whenever elaboration makes another catalog of the same objects.
constexpr int elaboration_version = 2;

// What every elaborated catalog depends on besides the SQL.
std::string key_of(Environment& environment, std::string_view what) {
  const ScratchServer& server = scratch_server(environment);
  std::string key = fmt::format("{} server {} elaboration {} introspection {} format {} role {}", what,
                                server.server_version_num, elaboration_version, pg::introspection_version,
                                catalog_format_version, server.role);
  if (server.like) {
    key += fmt::format(" encoding {} collate {} ctype {} provider {} {}", server.like->encoding,
                       server.like->collate, server.like->ctype, server.like->locale_provider,
                       server.like->icu_locale);
    for (const auto& extension : server.like->extensions) {
      key += fmt::format(" extension {} {} {}", extension.schema, extension.name, extension.version);
    }
  }
  for (const auto& [name, version] : server.extensions) key += fmt::format(" available {} {}", name, version);
  for (const ExternalRelation& relation : environment.project.external) {
    key += " external " + relation.name;
    for (const auto& [column, type] : relation.columns) key += fmt::format(" {} {}", column, type);
  }
  for (const ArtifactSet& set : depended_manifests(environment)) key += " depends " + set.root_hash;
  return key;
}

// External relations whose columns are the target's may change without a trace in any key.
bool cacheable(const Environment& environment) {
  const auto& external = environment.project.external;
  return std::none_of(external.begin(), external.end(),
                      [](const ExternalRelation& relation) { return relation.columns.empty(); });
}

std::optional<Catalog> cached(Environment& environment, const std::string& key) {
  return cacheable(environment) ? cache_of(environment).find(key) : std::nullopt;
}

void store(Environment& environment, const std::string& key, const Catalog& catalog) {
  if (!cacheable(environment) || environment.diagnostics.has_errors()) return;
  try {
    cache_of(environment).store(key, catalog);
  } catch (const OsError& error) {
    environment.reporter.detail(fmt::format("the cache is not written: {}", error.what()));
  }
}

std::set<ObjectId> ids_of(const ArtifactSet& set, bool external) {
  std::set<ObjectId> ids;
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.external == external) ids.insert(artifact.id);
  }
  return ids;
}

// The target's extensions, their namespaces, and what others own are there to refer to, not to be had.
void remove_surroundings(Environment& environment, Catalog& catalog, std::set<ObjectId> made,
                         const std::set<ObjectId>& kept) {
  if (const auto& like = scratch_server(environment).like) {
    for (const auto& extension : like->extensions) {
      made.insert({Kind::extension, {}, {}, extension.name});
      made.insert({Kind::namespace_, {}, {}, extension.schema});
    }
  }
  remove_external(catalog, made, kept);
}

std::unique_ptr<pg::Session> unpinned(const pg::ScratchDatabase& scratch) {
  pg::ConnectOptions options;
  options.pin_settings = false;
  return pg::connect(scratch.url(), options);
}

void report_step(Environment& environment, const Migration& migration, const MigrationStep& step,
                 const pg::DatabaseError& error) {
  Span span = step.span;
  if (error.facts().position > 0) {
    const std::string& text = error.facts().statement;
    span = find_in_source(environment.sources, span, text, byte_offset(text, error.facts().position));
  }
  environment.diagnostics.error("migration-fails", span,
                                fmt::format("migration {}: {}", migration.revision, error.facts().message),
                                error.facts().hint);
}

// False if a step failed; it is reported.
bool run_up(Environment& environment, pg::Session& session, const Migration& migration) {
  std::size_t done = 0;
  while (done < migration.up.size()) {
    const std::vector<MigrationStep> rest(migration.up.begin() + static_cast<std::ptrdiff_t>(done),
                                          migration.up.end());
    int failed = -1;
    try {
      run_part(session, rest, &failed);
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      done += static_cast<std::size_t>(std::max(failed, 0));
      if (!make_missing_role(environment, session, error)) {
        report_step(environment, migration, migration.up[done], error);
        return false;
      }
    }
  }
  return true;
}

// The whole in one round trip; false if something in it fails or cannot be in a transaction.
bool run_whole(Environment& environment, pg::Session& session, const std::string& sql) {
  for (;;) {
    try {
      session.execute(sql);
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      if (!make_missing_role(environment, session, error)) return false;
    }
  }
}

void run_each(Environment& environment, pg::Session& session, const std::string& sql, FileId file) {
  for (const sql::Piece& piece : sql::split(sql)) {
    const std::string statement = sql.substr(piece.offset, piece.length);
    for (;;) {
      try {
        session.execute(statement);
        break;
      } catch (const pg::DatabaseError& error) {
        if (error.connection_lost()) throw;
        if (make_missing_role(environment, session, error)) continue;
        const std::size_t offset =
            error.facts().position > 0 ? byte_offset(statement, error.facts().position) : 0;
        const auto begin = static_cast<std::uint32_t>(piece.offset + offset);
        environment.diagnostics.error("server-rejects", {file, begin, begin}, error.facts().message,
                                      error.facts().hint);
        break;
      }
    }
  }
}

std::string replay_key(Environment& environment, const std::vector<std::string>& checksums) {
  Sha256 digest;
  for (const std::string& checksum : checksums) digest.add_field(checksum);
  return key_of(environment, "migrations " + digest.finish());
}

std::vector<std::string> checksums_of(const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  std::vector<std::string> checksums;
  for (const std::string& revision : revisions) checksums.push_back(graph.migrations.at(revision).checksum);
  return checksums;
}

void add_stated_versions(const Migration& migration, std::set<std::string>& names) {
  for (const MigrationStep& step : migration.up) {
    for (const sql::Piece& piece : sql::split(step.sql)) {
      add_stated_version(std::string_view(step.sql).substr(piece.offset, piece.length), names);
    }
  }
}

std::set<std::string> versions_stated_by(const ArtifactSet& set) {
  std::set<std::string> names;
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.id.kind != Kind::extension) continue;
    for (const std::string& statement : artifact.statements) add_stated_version(statement, names);
  }
  return names;
}

// Extensions take longer to make than all the rest: they are run once and kept. What was run is taken out of
// `set`; nothing is where states are not kept or an extension fails, so that the failure is reported in its
// place.
std::unique_ptr<pg::ScratchDatabase> database_with_extensions(Environment& environment,
                                                              const std::set<ObjectId>& own,
                                                              ArtifactSet& set) {
  const std::set<ObjectId> chosen = extensions_and_needs(set);
  ArtifactSet first;
  std::string content = "extensions";
  for (const Artifact& artifact : set.artifacts) {
    if (!chosen.contains(artifact.id)) continue;
    first.artifacts.push_back(artifact);
    content += " " + artifact.closure_hash;
  }
  const std::string name = first.artifacts.empty() ? std::string() : kept_name(environment, own, content);
  if (name.empty()) return make_scratch_database(environment, own);
  const auto copy = [&] {
    auto scratch = make_scratch_database(environment, own, {name});
    if (scratch->copied_from()) {
      std::erase_if(set.artifacts, [&](const Artifact& artifact) { return chosen.contains(artifact.id); });
    }
    return scratch;
  };
  auto scratch = copy();
  if (scratch->copied_from()) return scratch;
  Diagnostics ignored;
  std::swap(ignored, environment.diagnostics);
  const bool failed = !run_artifacts(environment, scratch->session(), first).empty();
  std::swap(ignored, environment.diagnostics);
  if (failed) return make_scratch_database(environment, own);
  scratch->keep_as(name);
  return copy();
}

}  // namespace

Catalog elaborate(Environment& environment, const ArtifactSet& artifacts) {
  const std::string key = key_of(environment, "artifacts " + artifacts.root_hash);
  std::optional<Catalog> known = cached(environment, key);
  if (!known) {
    environment.reporter.explain("the compiled state is elaborated: its root hash is new");
    const std::set<ObjectId> own = ids_of(artifacts, false);
    ArtifactSet rest = artifacts;
    const auto scratch = database_with_extensions(environment, own, rest);
    std::set<ObjectId> made = create_external_relations(environment, scratch->session());
    run_artifacts(environment, scratch->session(), rest);
    known = pg::introspect(scratch->session());
    made.merge(ids_of(artifacts, true));
    remove_surroundings(environment, *known, std::move(made), own);
    forget_other_versions(*known, versions_stated_by(artifacts));
    store(environment, key, *known);
  }
  check_view_columns(artifacts, *known, environment.diagnostics);
  add_reference_rows(*known, artifacts);
  return std::move(*known);
}

Catalog replay(Environment& environment, const RevisionGraph& graph,
               const std::vector<std::string>& revisions) {
  const std::string key = replay_key(environment, checksums_of(graph, revisions));
  const auto with_rows = [&](Catalog catalog) {
    for (const std::string& revision : revisions)
      add_reference_rows(catalog, graph.migrations.at(revision).up);
    return catalog;
  };
  if (std::optional<Catalog> known = cached(environment, key)) return with_rows(std::move(*known));
  environment.reporter.explain(
      fmt::format("{} migrations are replayed: this history is new", revisions.size()));
  std::set<ObjectId> own;
  for (const std::string& revision : revisions) {
    for (const std::string& text : graph.migrations.at(revision).creates) {
      if (const std::optional<ObjectId> id = parse_object_id(text)) own.insert(*id);
    }
  }
  const HistoryDatabase history = history_database(environment, own, graph, revisions);
  const std::set<ObjectId> made = create_external_relations(environment, history.database->session());
  bool complete = true;
  {
    const auto session = unpinned(*history.database);
    for (std::size_t i = history.done; complete && i < revisions.size(); ++i) {
      complete = run_up(environment, *session, graph.migrations.at(revisions[i]));
    }
  }
  Catalog catalog = pg::introspect(history.database->session());
  remove_surroundings(environment, catalog, made, own);
  std::set<std::string> stated;
  for (const std::string& revision : revisions) add_stated_versions(graph.migrations.at(revision), stated);
  forget_other_versions(catalog, stated);
  store(environment, key, catalog);
  const std::string name = history_name(environment, own, graph, revisions);
  if (complete && worth_keeping(revisions.size(), history.done) && !name.empty()) {
    history.database->keep_as(name);
  }
  return with_rows(std::move(catalog));
}

void remember_replay(Environment& environment, const RevisionGraph& graph,
                     const std::vector<std::string>& revisions, const Migration& next, Catalog catalog) {
  std::vector<std::string> checksums = checksums_of(graph, revisions);
  checksums.push_back(migration_checksum(next));
  std::set<std::string> stated;
  for (const std::string& revision : revisions) add_stated_versions(graph.migrations.at(revision), stated);
  add_stated_versions(next, stated);
  forget_other_versions(catalog, stated);
  store(environment, replay_key(environment, checksums), catalog);
}

Catalog elaborate_sql(Environment& environment, const std::string& sql, const std::string& path) {
  const std::string key = key_of(environment, "sql " + sha256(sql));
  if (std::optional<Catalog> known = cached(environment, key)) return std::move(*known);
  // What the target has is not part of a file's state: only its own statements are.
  auto scratch = std::make_unique<pg::ScratchDatabase>(scratch_server_url(environment));
  if (!run_whole(environment, *unpinned(*scratch), sql)) {
    // Afresh: a text that commits in its middle has left something behind.
    scratch = std::make_unique<pg::ScratchDatabase>(scratch_server_url(environment));
    run_each(environment, *unpinned(*scratch), sql, environment.sources.add(path, sql));
  }
  Catalog catalog = pg::introspect(scratch->session());
  store(environment, key, catalog);
  return catalog;
}

}  // namespace schemac::run
