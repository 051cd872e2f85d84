#include "workspace/manifest_file.h"

#include <map>

#include "artifact/manifest.h"

namespace schemac {

namespace fs = std::filesystem;

ArtifactSet read_manifest_file(Environment& environment, const fs::path& path) {
  const std::string json = environment.files.read(path);
  std::map<std::string, std::string> texts;
  const fs::path folder = path.parent_path();
  if (environment.files.is_folder(folder / "objects")) {
    for (const fs::path& file : environment.files.list(folder / "objects", ".sql")) {
      texts[fs::relative(file, folder).generic_string()] = environment.files.read(file);
    }
  }
  return read_manifest(json, texts, environment.diagnostics);
}

std::vector<ArtifactSet> depended_manifests(Environment& environment) {
  std::vector<ArtifactSet> sets;
  for (const std::string& manifest : environment.project.depends) {
    sets.push_back(read_manifest_file(environment, environment.project.path(manifest)));
  }
  return sets;
}

}  // namespace schemac
