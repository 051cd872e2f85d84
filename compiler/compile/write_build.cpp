#include <array>
#include <functional>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "artifact/manifest.h"
#include "base/file_set.h"
#include "base/parallel.h"
#include "base/staged_file.h"
#include "compile/compile.h"

namespace schemac {

namespace {

std::vector<FileText> object_files(const ObjectFiles& held) {
  constexpr std::size_t folder_length = std::string_view("objects/").size();
  std::vector<FileText> files;
  files.reserve(held.files().size());
  for (const ObjectFiles::File& file : held.files())
    files.push_back({file.path.substr(folder_length), [&file] { return file.text(); }});
  return files;
}

}  // namespace

std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files) {
  namespace fs = std::filesystem;
  const fs::path build = project.path(project.build);
  const ArtifactSet& set = compiled.artifacts;
  for (const char* name : {"cache", "objects", "manifest.json"}) files.check(build / name);
  const FileLock lock(build / "cache" / "compile.lock");

  std::optional<StagedFile> manifest;
  const auto write = [&](const char* name, const std::string& text) -> std::size_t {
    return files.write_if_changed(build / name, text) ? 1 : 0;
  };
  // Each piece is written where it is created; the longest come first.
  using Piece = std::function<std::size_t()>;
  const std::array<Piece, 6> pieces = {
      [&] {
        const ObjectFiles held(set);
        return write_file_set(build / "objects", build / "cache" / "objects.index", object_files(held),
                              ".sql");
      },
      [&] {
        manifest.emplace(build / "manifest.json");
        write_manifest(set, [&](std::string_view piece) { manifest->append(piece); });
        return std::size_t{0};
      },
      [&] { return write("graph.dot", graph_text(set, GraphFormat::dot)); },
      [&] { return write("schema.sql", schema_script(set)); },
      [&] { return write("sources.json", sources_text(set, sources)); },
      [&] {
        write_module_cache(project, compiled, files);
        return std::size_t{0};
      }};
  std::array<std::size_t, std::tuple_size_v<decltype(pieces)>> written{};
  parallel_for(pieces.size(), [&](std::size_t i) { written[i] = pieces[i](); });
  // Last: everything that a new manifest names exists already.
  return std::accumulate(written.begin(), written.end(), std::size_t{manifest->commit()});
}

}  // namespace schemac
