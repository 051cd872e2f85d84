// Import closure: root modules -> all modules, each once, and the imports of each.
//
// An import is looked up in the importmap, then as a CURIE through the importing module's prefixes, then as a
// path relative to the importing module, with or without ".yaml". Cycles and diamonds are allowed; a missing
// module is an error at the import line. Nothing is fetched from a network. Modules are parsed in parallel;
// the result does not depend on timing.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "linkml/schema.h"
#include "yaml/tree_cache.h"

namespace schemac::yaml {
class TreeCache;
}

namespace schemac::linkml {

struct ResolveOptions {
  std::map<std::string, std::string> importmap;  // prefix or import name -> path (relative to base)
  std::filesystem::path base;                    // project folder: diagnostics show paths relative to it
  unsigned jobs = 0;                             // 0 = cores
  yaml::TreeCache* cache = nullptr;              // parsed modules keyed by content; not owned
};

struct ModuleGraph {
  std::vector<std::shared_ptr<const Module>> modules;  // roots first, then in breadth-first import order
  std::vector<std::vector<std::size_t>> imports;       // per module: indices, in import order
  std::size_t root_count = 0;
  std::vector<std::filesystem::path> sources;  // every file read, for a depfile; sorted
};

ModuleGraph resolve(const std::vector<std::filesystem::path>& roots, const ResolveOptions& options,
                    const Files& files, SourceMap& sources, Diagnostics& diagnostics);

}  // namespace schemac::linkml
