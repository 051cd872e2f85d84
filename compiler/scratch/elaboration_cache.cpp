#include "scratch/elaboration_cache.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "catalog/text.h"
#include "pg/introspect.h"
#include "workspace/manifest_file.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

// Increase it when elaboration produces another catalog from the same objects, or when entries change form.
constexpr int elaboration_version = 3;

std::string surroundings_of(Environment& environment, std::string_view what) {
  const ScratchServer& server = scratch_server(environment);
  std::string key = fmt::format("{} server {} elaboration {} introspection {} format {} role {}", what,
                                server.server_version_num, elaboration_version, pg::introspection_version,
                                catalog_format_version, server.role);
  if (server.like) {
    key += fmt::format(" encoding {} collate {} ctype {} provider {} {}", server.like->encoding,
                       server.like->collate, server.like->ctype, server.like->locale_provider,
                       server.like->icu_locale);
    key += server.like->settings_key();
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

// External relations whose columns come from the target may change without a change of any key.
bool surroundings_are_known(const Environment& environment) {
  const auto& external = environment.project.external;
  return std::none_of(external.begin(), external.end(),
                      [](const ExternalRelation& relation) { return relation.columns.empty(); });
}

std::string short_digest(std::string_view text, std::size_t length) { return sha256(text).substr(7, length); }

nlohmann::json artifacts_json(const std::vector<ElaboratedArtifact>& artifacts) {
  nlohmann::json list = nlohmann::json::array();
  for (const ElaboratedArtifact& artifact : artifacts) {
    nlohmann::json depends_on = nlohmann::json::array();
    for (const ObjectId& id : artifact.depends_on) depends_on.push_back(id.text());
    list.push_back({artifact.id.text(), artifact.closure_hash, std::move(depends_on)});
  }
  return list;
}

std::vector<ElaboratedArtifact> artifacts_of(const nlohmann::json& json) {
  std::vector<ElaboratedArtifact> artifacts;
  for (const nlohmann::json& item : json) {
    ElaboratedArtifact& artifact = artifacts.emplace_back();
    artifact.id = parse_object_id(item.at(0).get<std::string>()).value();
    artifact.closure_hash = item.at(1).get<std::string>();
    for (const nlohmann::json& on : item.at(2))
      artifact.depends_on.push_back(parse_object_id(on.get<std::string>()).value());
  }
  return artifacts;
}

}  // namespace

ElaborationCache::ElaborationCache(Environment& environment, std::string_view what)
    : environment_(environment),
      folder_(environment.project.path(environment.project.build) / "cache"),
      surroundings_(surroundings_of(environment, what)) {}

std::string ElaborationCache::prefix() const { return short_digest(surroundings_, 16) + "-"; }

fs::path ElaborationCache::path_of(const std::string& content) const {
  return folder_ / (prefix() + short_digest(content, 32) + ".json");
}

// The first line is the digest of the rest; it shows whether the file was truncated or edited.
std::optional<Elaboration> ElaborationCache::read(const fs::path& path, const std::string* content) const {
  try {
    const std::optional<std::string> text = environment_.files.read_if_exists(path);
    if (!text) return std::nullopt;
    const std::size_t line = text->find('\n');
    if (line == std::string::npos) return std::nullopt;
    const std::string_view body = std::string_view(*text).substr(line + 1);
    if (text->compare(0, line, sha256(body)) != 0) return std::nullopt;
    const nlohmann::json entry = nlohmann::json::parse(body);
    if (entry.at("surroundings") != surroundings_) return std::nullopt;
    if (content != nullptr && entry.at("content") != *content) return std::nullopt;
    Elaboration elaboration;
    elaboration.artifacts = artifacts_of(entry.at("artifacts"));
    elaboration.catalog = catalog_from_json(entry.at("catalog"));
    environment_.files.touch(path);
    return elaboration;
  } catch (const std::exception&) {
    return std::nullopt;  // damaged or unreadable: elaborated and written again
  }
}

std::optional<Elaboration> ElaborationCache::find(const std::string& content) const {
  return surroundings_are_known(environment_) ? read(path_of(content), &content) : std::nullopt;
}

std::optional<Elaboration> ElaborationCache::latest() const {
  if (!surroundings_are_known(environment_)) return std::nullopt;
  const std::string wanted = prefix();
  for (const FileEntry& entry : environment_.files.newest_first(folder_)) {
    const std::string name = entry.path.filename().string();
    if (!name.starts_with(wanted) || entry.path.extension() != ".json") continue;
    if (std::optional<Elaboration> found = read(entry.path, nullptr)) return found;
  }
  return std::nullopt;
}

void ElaborationCache::store(const std::string& content, const Elaboration& elaboration) {
  if (!surroundings_are_known(environment_) || environment_.diagnostics.has_errors()) return;
  nlohmann::json entry;
  entry["surroundings"] = surroundings_;
  entry["content"] = content;
  entry["artifacts"] = artifacts_json(elaboration.artifacts);
  entry["catalog"] = to_json(elaboration.catalog);
  try {
    const std::string body = entry.dump();
    environment_.files.write_if_changed(path_of(content), sha256(body) + "\n" + body);
    forget_oldest();
  } catch (const std::exception& error) {
    environment_.reporter.detail(fmt::format("the cache cannot be written: {}", error.what()));
  }
}

void ElaborationCache::forget_oldest() {
  constexpr auto writing_takes_less = std::chrono::hours(1);
  std::size_t count = 0;
  std::uintmax_t bytes = 0;
  for (const FileEntry& entry : environment_.files.newest_first(folder_)) {
    const std::string name = entry.path.filename().string();
    if (name.find(".json.") != std::string::npos) {  // a writer was killed
      if (entry.age > writing_takes_less) environment_.files.remove(entry.path);
      continue;
    }
    if (entry.path.extension() != ".json") continue;
    ++count;
    bytes += entry.size;
    if (count > 1 && (count > capacity || bytes > capacity_bytes)) environment_.files.remove(entry.path);
  }
}

}  // namespace schemac
