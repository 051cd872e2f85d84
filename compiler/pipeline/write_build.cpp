#include <set>

#include <nlohmann/json.hpp>

#include "artifact/manifest.h"
#include "pipeline/compile.h"

namespace schemac {

namespace {

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files) {
  namespace fs = std::filesystem;
  const fs::path build = project.path(project.build);
  std::size_t changed = 0;
  const auto write = [&](const std::string& name, const std::string& text) {
    changed += files.write_if_changed(build / name, text) ? 1 : 0;
  };
  std::set<std::string> objects;
  for (const Artifact& artifact : compiled.artifacts.artifacts) {
    if (artifact.external) continue;
    const std::string file = object_file(artifact.id);
    objects.insert(file);
    write(file, object_file_text(artifact));
  }
  if (files.is_folder(build / "objects"))
    for (const fs::path& file : files.list(build / "objects", ".sql"))
      if (!objects.contains(file.lexically_relative(build).generic_string())) {
        files.remove(file);
        ++changed;
      }
  write("schema.sql", schema_script(compiled.artifacts));
  write("graph.dot", graph_text(compiled.artifacts, GraphFormat::dot));
  write("sources.json", text_of(sources_json(compiled.artifacts, sources)));
  // Last: whoever sees a new manifest finds everything that it names.
  write("manifest.json", text_of(manifest_json(compiled.artifacts)));
  return changed;
}

}  // namespace schemac
