// The artifacts of the project's sources, for commands that work in a database: refresh, views, upgrade, …
// The sources are compiled in memory, so that a missing or old build output has no effect.
//
// Sources that do not compile must not prevent a refresh or an upgrade: then the manifest of the last compile
// is used, if there is one, and `problem` states it. Never throws for the contents of sources or manifests.
// Cost: one compile per environment, and nothing for a project without sources.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "artifact/artifact.h"
#include "history/revision_graph.h"
#include "workspace/environment.h"

namespace schemac {

struct SourceFacts {
  std::optional<ArtifactSet> artifacts;  // nullopt without usable sources and manifest
  std::string problem;  // one line for the user; empty = the artifacts are those of the present sources
};
// Computed at the first call and kept in the environment. Not thread-safe.
const SourceFacts& source_facts(Environment& environment);

// The declared reads of objects (sql_depends_on, -- schemac: depends_on), which no server records.
Reads declared_reads(const ArtifactSet& artifacts);
Reads declared_reads(const RevisionGraph& graph, const std::vector<std::string>& revisions);
Reads declared_reads(const Catalog& catalog);
// From the migrations of the project and from its sources: for catalogs read from a server.
Reads known_reads(Environment& environment, const RevisionGraph& graph);

// The relations, routines and types that a declaration may name: "zz", "public.zz", "public.f", "f(integer)",
// or an object id. Without a schema, the objects of all schemas.
class ObjectNames {
 public:
  explicit ObjectNames(const Catalog& catalog);
  std::vector<ObjectId> of(const std::string& name) const;

 private:
  const Catalog& catalog_;
  std::unordered_map<std::string, std::vector<ObjectId>> by_name_;  // quoted where needed, without signature
};
// Adds the reads as soft edges, for objects in the catalog.
void add_declared_reads(Catalog& catalog, const Reads& reads);
// The reads of `to` that are not in `from`, for the migration's header.
void note_declared_reads(const Catalog& from, const Catalog& to, Migration& migration);

}  // namespace schemac
