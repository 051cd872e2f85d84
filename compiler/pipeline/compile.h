// compile(): sources to artifacts, without a database. Reads like the picture in HACKING.md.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "base/files.h"
#include "linkml/tree_cache.h"
#include "lower/lower.h"
#include "pipeline/project.h"

namespace schemac {

struct Compiled {
  ArtifactSet artifacts;
  std::shared_ptr<const linkml::InducedSchema> schema;  // what load needs; null without LinkML sources
  std::map<std::string, ClassStorage> storage;          // likewise
  std::vector<std::filesystem::path> sources;  // every file and folder read, for a depfile; absolute, sorted
  std::shared_ptr<const linkml::TreeCache> module_cache;  // null without LinkML sources
  // What compiling worked with, in large structures of small pieces: whoever is in a hurry has them taken
  // apart later, with all of this.
  std::vector<std::shared_ptr<void>> leftovers;
};

// Writes nothing. Errors go to diagnostics; a result with errors must not be written or used further.
Compiled compile(const Project& project, const Files& files, SourceMap& sources, Diagnostics& diagnostics);

// Into the project's build folder, so that the next compile parses only what changed. A folder that cannot be
// written to is no error.
void write_module_cache(const Project& project, const Compiled& compiled, Files& files);

// manifest.json, sources.json, objects/, schema.sql, graph.dot into project.build, and the module cache; only
// what changed, and files of objects that are gone are removed. Returns how many files of objects, and of the
// four beside them, were written or removed. Of two processes the second waits for the first.
std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files);

}  // namespace schemac
