#include "scratch/state.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/parallel.h"
#include "compile/compile.h"
#include "ledger/ledger.h"
#include "pg/introspect.h"
#include "scratch/elaborate.h"
#include "scratch/lookup_rows.h"
#include "scratch/sql_script.h"
#include "workspace/manifest_file.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

bool is_url(const std::string& word) {
  return word.starts_with("postgres://") || word.starts_with("postgresql://") ||
         word.starts_with("postgresql+") || word.find("dbname=") != std::string::npos ||
         word.find("host=") != std::string::npos || word.find("service=") != std::string::npos;
}

State database_state(const Environment& environment, const std::string& url, bool all_attributes) {
  State state;
  state.kind = StateKind::database;
  state.database_url = url;
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  state.catalog = pg::introspect(*session, {environment.project.namespaces, all_attributes});
  state.description = session->describe();
  return state;
}

State compiled_state(Environment& environment, const Project& project, StateKind kind,
                     std::string description) {
  State state;
  state.kind = kind;
  state.description = std::move(description);
  Compiled compiled = compile(project, environment.files, environment.sources, environment.diagnostics);
  if (environment.diagnostics.has_errors()) return state;
  state.artifacts = std::move(compiled.artifacts);
  state.catalog = elaborate(environment, state.artifacts);
  return state;
}

State manifest_state(Environment& environment, const fs::path& path) {
  State state;
  state.kind = StateKind::manifest;
  state.description = path.string();
  state.artifacts = read_manifest_file(environment, path);
  if (!environment.diagnostics.has_errors()) state.catalog = elaborate(environment, state.artifacts);
  return state;
}

State migrations_state(Environment& environment, const std::string& revision) {
  State state;
  state.kind = StateKind::migrations;
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return state;
  const ResolvedRevisions resolved = resolve_revision(graph, revision.empty() ? "heads" : revision, {});
  if (!resolved.error.empty()) throw UserError(resolved.error);
  state.description = revision.empty() ? "migrations" : "migrations@" + revision;
  if (!resolved.base) state.catalog = replay(environment, graph, graph.closure(resolved.revisions));
  return state;
}

// Reads the lookup rows of a live database that either state or the database's ledger knows. A .sql state has
// no rows, so they are not compared with it.
void add_lookup_rows(Environment& environment, State& state, const State& other) {
  if (other.kind == StateKind::sql) state.catalog = without_lookup_rows(std::move(state.catalog));
  if (state.kind != StateKind::database || other.kind == StateKind::sql) return;
  const std::unique_ptr<pg::Session> session = pg::connect(state.database_url, pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  LookupTables known = applied_lookup_rows(ledger);
  merge_rows(known, lookup_rows_in(other.catalog));
  for (std::string& unread : read_lookup_rows(*session, state.catalog, known))
    state.catalog.unread.push_back(std::move(unread));
}

}  // namespace

bool is_database_state(const std::string& word) { return word == "database" || is_url(word); }

State read_state(Environment& environment, const std::string& word, bool all_attributes) {
  if (word == "empty") {
    State state;
    state.description = "empty";
    return state;
  }
  if (word == "database") return database_state(environment, target_url(environment), all_attributes);
  if (is_url(word)) return database_state(environment, word, all_attributes);
  if (word == "project") {
    return compiled_state(environment, environment.project, StateKind::project, environment.project.name);
  }
  if (word == "manifest") {
    State state =
        manifest_state(environment, environment.project.path(environment.project.build) / "manifest.json");
    const SourceFacts& facts = source_facts(environment);
    if (!facts.problem.empty()) {
      environment.reporter.message(facts.problem);
    } else if (facts.artifacts && facts.artifacts->root_hash != state.artifacts.root_hash) {
      environment.reporter.message(
          "the manifest is older than the sources: run `schemac compile`, or name the state project");
    }
    return state;
  }
  if (word == "migrations") return migrations_state(environment, {});
  if (word.starts_with("migrations@"))
    return migrations_state(environment, word.substr(std::string("migrations@").size()));

  const fs::path path = fs::absolute(word);
  if (!environment.files.exists(path)) {
    static constexpr std::array<std::string_view, 5> words = {"empty", "database", "manifest", "project",
                                                              "migrations"};
    throw UserError(fmt::format("no state {}", word), [&] {
      const std::string near = did_you_mean(nearest_name(word, words));
      return near.empty() ? std::string(
                                "a state is empty, database, project, manifest, migrations[@REV], a "
                                "database URL, or a .yaml, .json or .sql file or folder that exists")
                          : near;
    }());
  }
  if (path.filename() == "manifest.json") return manifest_state(environment, path);
  const std::string extension = path.extension().string();
  if (extension == ".yaml" || extension == ".yml" || extension == ".json") {
    Project project = environment.project;
    project.linkml = {path.string()};
    project.sql.clear();
    return compiled_state(environment, project, StateKind::linkml, word);
  }
  State state;
  state.kind = StateKind::sql;
  state.description = word;
  SqlScript script = read_sql_script(environment, fs::path(word));
  state.catalog = elaborate_sql(environment, script);
  state.artifacts = std::move(script.renames);
  return state;
}

std::pair<State, State> read_states(Environment& environment, const std::string& from, const std::string& to,
                                    bool all_attributes) {
  std::pair<State, State> states;
  if (!is_database_state(from) || !is_database_state(to)) {
    states.first = read_state(environment, from, all_attributes);
    states.second = read_state(environment, to, all_attributes);
    add_lookup_rows(environment, states.first, states.second);
    add_lookup_rows(environment, states.second, states.first);
    return states;
  }
  const auto url_of = [&](const std::string& word) {
    return word == "database" ? target_url(environment) : word;
  };
  const std::array<std::string, 2> urls = {url_of(from), url_of(to)};
  parallel_for(2, [&](std::size_t i) {
    (i == 0 ? states.first : states.second) = database_state(environment, urls[i], all_attributes);
  });
  // One ledger may know rows that the other database has, but not the other ledger.
  add_lookup_rows(environment, states.first, states.second);
  add_lookup_rows(environment, states.second, states.first);
  add_lookup_rows(environment, states.first, states.second);
  return states;
}

}  // namespace schemac
