#include <array>

#include "artifact/manifest.h"
#include "base/file_set.h"
#include "base/parallel.h"
#include "pipeline/compile.h"

namespace schemac {

namespace {

std::vector<FileText> object_files(const ArtifactSet& set) {
  constexpr std::size_t folder_length = std::string_view("objects/").size();
  std::vector<FileText> files;
  files.reserve(set.artifacts.size());
  for (const Artifact& artifact : set.artifacts)
    if (!artifact.external)
      files.push_back({object_file(artifact.id).substr(folder_length), object_file_text(artifact)});
  return files;
}

}  // namespace

std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files) {
  namespace fs = std::filesystem;
  const fs::path build = project.path(project.build);
  const ArtifactSet& set = compiled.artifacts;
  const FileLock lock(build / "cache" / "compile.lock");
  write_module_cache(project, compiled, files);

  std::string schema, graph, positions, manifest;
  std::vector<FileText> objects;
  const std::array<std::function<void()>, 5> texts = {
      [&] { manifest = manifest_text(set); }, [&] { positions = sources_text(set, sources); },
      [&] { graph = graph_text(set, GraphFormat::dot); }, [&] { objects = object_files(set); },
      [&] { schema = schema_script(set); }};
  parallel_for(texts.size(), [&](std::size_t i) { texts[i](); });

  std::size_t changed =
      write_file_set(build / "objects", build / "cache" / "objects.index", std::move(objects), ".sql");
  const auto write = [&](const char* name, const std::string& text) {
    changed += files.write_if_changed(build / name, text) ? 1 : 0;
  };
  write("schema.sql", schema);
  write("graph.dot", graph);
  write("sources.json", positions);
  // Last: whoever sees a new manifest finds everything that it names.
  write("manifest.json", manifest);
  return changed;
}

}  // namespace schemac
