// ArtifactSet <-> manifest.json, and the DAG for people: dot, mermaid, JSON, HTML.
#pragma once
#include <map>
#include <string>

#include "artifact/artifact.h"

namespace schemac {

// Both are JSON that ends in a line end, written without a tree in between: they have a line for each column
// of the schema.
std::string manifest_text(const ArtifactSet& set);
// sources.json: {"sources": [{path, hash}], "positions": {id: {path, line, column}}}; paths relative to the
// project file.
std::string sources_text(const ArtifactSet& set, const SourceMap& sources);
// Reads a manifest and, from object_text(file), the statements beside it. Diagnostics for a damaged or newer
// one.
ArtifactSet read_manifest(const std::string& json, const std::map<std::string, std::string>& object_texts,
                          Diagnostics& diagnostics);
// "objects/<kind>/<namespace>.<name>.sql", percent-encoded where a name is not plain.
std::string object_file(const ObjectId& id);
std::string object_file_text(const Artifact& artifact);

enum class GraphFormat { dot, mermaid, json, html };
struct GraphSelection {
  std::optional<ObjectId> of;  // only what is connected with it
  bool up = true;              // what it depends on
  bool down = true;            // what depends on it
};
std::string graph_text(const ArtifactSet& set, GraphFormat format, const GraphSelection& selection = {});

}  // namespace schemac
