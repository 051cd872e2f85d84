// compile(): sources to artifacts, without a database. Reads like the picture in README.md.
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
#include "compile/project.h"
#include "yaml/tree_cache.h"

namespace schemac {

struct ClassStorage;  // lower/lower.h
namespace linkml {
struct InducedSchema;  // linkml/induce.h
}

struct Compiled {
  ArtifactSet artifacts;
  std::shared_ptr<const linkml::InducedSchema> schema;  // needed by load; null without LinkML sources
  std::shared_ptr<const std::map<std::string, ClassStorage>> storage;  // by class name; likewise
  std::vector<std::filesystem::path> sources;  // every file and folder read, for a depfile; absolute, sorted
  std::shared_ptr<const yaml::TreeCache> module_cache;  // null without LinkML sources
  // Working data of the compilation, in large structures of small pieces: a caller that must be fast frees it
  // later, together with this object.
  std::vector<std::shared_ptr<void>> leftovers;
};

// Writes nothing. Errors go to diagnostics; a result with errors must not be written or used further.
Compiled compile(const Project& project, const Files& files, SourceMap& sources, Diagnostics& diagnostics);

// Into the project's build folder, so that the next compile parses only what changed. A folder that cannot be
// written to is not an error.
void write_module_cache(const Project& project, const Compiled& compiled, Files& files);

// Writes manifest.json, sources.json, objects/, schema.sql, graph.dot into project.build, and the module
// cache. Only changed files are written; files of removed objects are removed. Returns how many files of
// objects, and of the four other files, were written or removed. Of two processes the second waits for the
// first.
std::size_t write_build(const Project& project, const Compiled& compiled, const SourceMap& sources,
                        Files& files);

}  // namespace schemac
