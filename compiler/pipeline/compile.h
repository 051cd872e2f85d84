// compile(): sources to artifacts, without a database. Reads like the picture in HACKING.md.
#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "base/files.h"
#include "lower/lower.h"
#include "pipeline/project.h"

namespace schemac {

struct Compiled {
  ArtifactSet artifacts;
  std::shared_ptr<const linkml::InducedSchema> schema;  // what load needs; null without LinkML sources
  std::map<std::string, ClassStorage> storage;          // likewise
  std::vector<std::filesystem::path> sources;  // every file and folder read, for a depfile; absolute, sorted
};

// Errors go to diagnostics; a result with errors must not be written or used further.
Compiled compile(const Project& project, const Files& files, SourceMap& sources, Diagnostics& diagnostics);

// manifest.json, sources.json, objects/, schema.sql, graph.dot into project.build; only what changed, and
// files of objects that are gone are removed. Returns how many files were written or removed.
std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files);

}  // namespace schemac
