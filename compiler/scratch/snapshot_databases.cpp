#include "scratch/snapshot_databases.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac {
namespace {

bool snapshots_are_kept(Environment& environment) {
  return scratch_server(environment).embedded && environment.project.external.empty() &&
         environment.project.depends.empty();
}

// The properties of a scratch database, and the versions that a statement without a version would install.
std::string surroundings_key(const ScratchServer& server, const std::set<ObjectId>& own) {
  std::string key = fmt::format("server {} role {}", server.server_version_num, server.role);
  if (server.like) {
    key += fmt::format(" encoding {} collate {} ctype {} provider {} {}", server.like->encoding,
                       server.like->collate, server.like->ctype, server.like->locale_provider,
                       server.like->icu_locale);
    key += server.like->settings_key();
    for (const auto& extension : server.like->extensions) {
      const bool is_own = own.contains({Kind::extension, {}, {}, extension.name});
      key += fmt::format(" {} {} {} {}", is_own ? "own" : "extension", extension.schema, extension.name,
                         extension.version);
    }
  }
  for (const auto& [name, version] : server.extensions) key += fmt::format(" available {} {}", name, version);
  return key;
}

std::vector<std::string> names_of_prefixes(Environment& environment, const std::set<ObjectId>& own,
                                           const RevisionGraph& graph,
                                           const std::vector<std::string>& revisions) {
  std::vector<std::string> names;
  if (!snapshots_are_kept(environment)) return names;
  const std::string surroundings = surroundings_key(scratch_server(environment), own);
  std::string history = "history";
  for (const std::string& revision : revisions) {
    history += " " + graph.migrations.at(revision).checksum;
    names.push_back(pg::ScratchDatabase::snapshot_name(surroundings + " " + history));
  }
  return names;
}

}  // namespace

std::string snapshot_name(Environment& environment, const std::set<ObjectId>& own, std::string_view content) {
  if (!snapshots_are_kept(environment)) return {};
  return pg::ScratchDatabase::snapshot_name(
      fmt::format("{} {}", surroundings_key(scratch_server(environment), own), content));
}

std::set<ObjectId> extensions_and_needs(const ArtifactSet& set) {
  std::set<ObjectId> chosen;
  // The set is in dependency order, so a backward pass sees each object before its own dependencies.
  for (auto artifact = set.artifacts.rbegin(); artifact != set.artifacts.rend(); ++artifact) {
    const bool extension = artifact->id.kind == Kind::extension && !artifact->external;
    if (!extension && !chosen.contains(artifact->id)) continue;
    chosen.insert(artifact->id);
    chosen.insert(artifact->depends_on.begin(), artifact->depends_on.end());
  }
  return chosen;
}

HistoryDatabase history_database(Environment& environment, const std::set<ObjectId>& own,
                                 const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  std::vector<std::string> names = names_of_prefixes(environment, own, graph, revisions);
  std::reverse(names.begin(), names.end());
  HistoryDatabase history;
  history.database = make_scratch_database(environment, own, names);
  if (const auto copied = history.database->copied_from()) history.done = revisions.size() - *copied;
  return history;
}

std::string history_snapshot_name(Environment& environment, const std::set<ObjectId>& own,
                                  const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  const std::vector<std::string> names = names_of_prefixes(environment, own, graph, revisions);
  return names.empty() ? std::string() : names.back();
}

bool worth_a_snapshot(std::size_t revisions, std::size_t done) {
  constexpr std::size_t few = 8;
  return revisions > done && (done == 0 || revisions - done >= few);
}

}  // namespace schemac
