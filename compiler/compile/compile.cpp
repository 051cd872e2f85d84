#include "compile/compile.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "artifact/manifest.h"
#include "base/path.h"
#include "compile/cycles.h"
#include "compile/default_privileges.h"
#include "compile/link.h"
#include "compile/linkml_sources.h"
#include "compile/sql_sources.h"

namespace schemac {

namespace {

namespace fs = std::filesystem;

void add_external(Artifact artifact, UnlinkedObjects& objects, Symbols& symbols) {
  artifact.external = true;
  UnlinkedObject object;
  object.artifact = std::move(artifact);
  objects.push_back(std::move(object));
  if (!symbols.add(objects.back())) objects.pop_back();
}

// The artifacts of other schemas' manifests, and the relations of `external:`.
void read_external(const Project& project, const Files& files, UnlinkedObjects& objects, Symbols& symbols,
                   Compiled& compiled, Diagnostics& diagnostics) {
  for (const std::string& manifest : project.depends) {
    const fs::path path = project.path(manifest);
    const auto text = files.read_if_exists(path);
    if (!text) {
      diagnostics.error("missing-source", {}, fmt::format("the manifest '{}' does not exist", manifest),
                        "compile the schema that it belongs to first");
      continue;
    }
    compiled.sources.push_back(path);
    ArtifactSet set = read_manifest(*text, {}, diagnostics);
    for (Artifact& artifact : set.artifacts) add_external(std::move(artifact), objects, symbols);
  }
  for (const ExternalRelation& relation : project.external) {
    const auto parts = sql::parse_name(relation.name);
    if (!parts || parts->empty() || parts->size() > 2) continue;
    Artifact artifact;
    artifact.id = {Kind::table, parts->size() == 2 ? parts->front() : "public", {}, parts->back()};
    artifact.span = relation.span;
    for (const auto& [name, type] : relation.columns) artifact.columns.push_back({name, type});
    add_external(std::move(artifact), objects, symbols);
  }
}

// Files, and the folders that were searched: a new file in a folder changes the folder's time. Returns the
// files in their order.
std::vector<FileId> read_sql_files(const Project& project, const Files& files, SourceMap& sources,
                                   UnlinkedObjects& objects, Symbols& symbols,
                                   std::vector<AlteringStatement>& changes, Compiled& compiled,
                                   Diagnostics& diagnostics) {
  std::vector<std::string> search_path = project.namespaces;
  if (std::find(search_path.begin(), search_path.end(), "public") == search_path.end())
    search_path.emplace_back("public");
  std::vector<FileId> read;
  std::vector<fs::path> paths;
  for (const std::string& source : project.sql) {
    const fs::path path = project.path(source);
    if (!files.is_folder(path)) {
      paths.push_back(path);
      continue;
    }
    compiled.sources.push_back(path);
    for (const fs::path& file : files.list(path, ".sql")) {
      paths.push_back(file);
      for (fs::path folder = file.parent_path(); folder != path && folder.has_relative_path();
           folder = folder.parent_path())
        compiled.sources.push_back(folder);
    }
  }
  for (const fs::path& path : paths) {
    const auto text = files.read_if_exists(path);
    if (!text) {
      diagnostics.error(
          "missing-source", {},
          fmt::format("'{}' does not exist", path.lexically_relative(project.folder).generic_string()));
      continue;
    }
    compiled.sources.push_back(path);
    const FileId file =
        sources.add(path.lexically_normal().lexically_relative(project.folder).generic_string(), *text);
    const Place place = [file](std::size_t offset, std::size_t length) {
      return Span{file, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + length)};
    };
    read.push_back(file);
    read_sql({*text, place, search_path}, objects, symbols, changes, diagnostics);
  }
  return read;
}

std::vector<std::string> search_path_of(const Project& project, const UnlinkedObjects& objects) {
  std::vector<std::string> path = project.namespaces;
  if (path.empty()) {
    std::set<std::string> names;
    for (const UnlinkedObject& object : objects)
      if (!object.artifact.external && !object.artifact.id.namespace_.empty())
        names.insert(object.artifact.id.namespace_);
    names.erase("public");
    path.emplace_back("public");
    path.insert(path.end(), names.begin(), names.end());
  }
  if (std::find(path.begin(), path.end(), "public") == path.end()) path.emplace_back("public");
  return path;
}

}  // namespace

Compiled compile(const Project& project, const Files& files, SourceMap& sources, Diagnostics& diagnostics) {
  Compiled compiled;
  UnlinkedObjects objects;
  Symbols symbols;
  std::vector<AlteringStatement> changes;
  if (!project.file.empty()) compiled.sources.push_back(project.file);

  read_external(project, files, objects, symbols, compiled, diagnostics);
  const std::vector<FileId> sql_files =
      read_sql_files(project, files, sources, objects, symbols, changes, compiled, diagnostics);
  read_linkml(project, files, sources, objects, symbols, changes, compiled, diagnostics);
  fold_alterations(std::move(changes), objects, symbols, diagnostics);
  link(objects, symbols, sources, diagnostics);

  compiled.artifacts.project = project.name;
  compiled.artifacts.search_path = search_path_of(project, objects);
  compiled.artifacts.artifacts.reserve(objects.size());
  for (UnlinkedObject& object : objects) compiled.artifacts.artifacts.push_back(std::move(object.artifact));
  compiled.leftovers.push_back(std::make_shared<UnlinkedObjects>(std::move(objects)));
  compiled.leftovers.push_back(std::make_shared<Symbols>(std::move(symbols)));
  order_default_privileges(compiled.artifacts, sql_files);
  order_and_hash(compiled.artifacts, cycle_divider(), diagnostics);

  for (fs::path& path : compiled.sources) path = absolute_path(std::move(path));
  std::sort(compiled.sources.begin(), compiled.sources.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  compiled.sources.erase(std::unique(compiled.sources.begin(), compiled.sources.end()),
                         compiled.sources.end());
  return compiled;
}

}  // namespace schemac
