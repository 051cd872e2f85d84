// ArtifactSet <-> manifest.json, and the dependency graph for people: dot, mermaid, JSON, HTML.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "artifact/artifact.h"

namespace schemac {

// Both are JSON that ends with a line end, written without a tree in between: they have a line for each
// column of the schema. The manifest is written piece by piece, in order, one at a time but on any thread.
void write_manifest(const ArtifactSet& set, const std::function<void(std::string_view)>& out);
std::string manifest_text(const ArtifactSet& set);
// sources.json: {"sources": [{path, hash}], "positions": {id: {path, line, column}}}; paths relative to the
// project file.
std::string sources_text(const ArtifactSet& set, const SourceMap& sources);
// Reads a manifest and its statements from object_texts (by path). Diagnostics for a damaged or newer one.
ArtifactSet read_manifest(const std::string& json, const std::map<std::string, std::string>& object_texts,
                          Diagnostics& diagnostics);
// "objects/<kind>/<namespace>.<name>.sql", percent-encoded if a name is not plain.
std::string object_file(const ObjectId& id);

// The contents of the files below objects/: one file for each object, except that the parts of a relation
// (indexes, constraints, triggers, policies, …) follow it in the relation's file. Refers to the set.
class ObjectFiles {
 public:
  explicit ObjectFiles(const ArtifactSet& set);

  struct File {
    std::string path;                        // with objects/ before it
    std::vector<const Artifact*> artifacts;  // in the set's order
    std::string text() const;
  };
  const std::vector<File>& files() const { return files_; }
  // The file of an artifact of the set that is not external.
  const File& of(const Artifact& artifact) const;

 private:
  const ArtifactSet& set_;
  std::vector<File> files_;
  std::vector<std::size_t> file_of_;  // by place in the set
};

enum class GraphFormat { dot, mermaid, json, html };
struct GraphSelection {
  std::optional<ObjectId> of;  // only objects connected with it
  bool up = true;              // objects that it depends on
  bool down = true;            // objects that depend on it
};
std::string graph_text(const ArtifactSet& set, GraphFormat format, const GraphSelection& selection = {});

}  // namespace schemac
