// What the project's sources say, for commands whose work is in a database: refresh, views, upgrade, … They
// compile in memory, so that a build output which is absent or older than the sources decides nothing.
//
// Sources that do not compile are no reason to leave views unrefreshed or a migration unapplied: the manifest
// of the last compile stands in, if there is one, and `problem` says so. Never throws for what sources or a
// manifest hold. Cost: one compile an environment, and nothing for a project without sources.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "artifact/artifact.h"
#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

struct SourceFacts {
  std::optional<ArtifactSet> artifacts;  // nullopt where neither sources nor a manifest say anything
  std::string problem;  // one line for the user; empty = the artifacts are what the sources say now
};
// Found out at the first call, kept in the environment. Not for two threads at once.
const SourceFacts& source_facts(Environment& environment);

// What objects are declared to read (sql_depends_on, -- schemac: depends_on), and no server records.
Reads declared_reads(const ArtifactSet& artifacts);
Reads declared_reads(const RevisionGraph& graph, const std::vector<std::string>& revisions);
Reads declared_reads(const Catalog& catalog);
// By the migrations of the project and by its sources: for catalogs that a server wrote.
Reads known_reads(Environment& environment, const RevisionGraph& graph);

// The relations, routines and types that a declaration may mean: "zz", "public.zz", "public.f", "f(integer)",
// or an object id. Without a schema those of every schema.
class ObjectNames {
 public:
  explicit ObjectNames(const Catalog& catalog);
  std::vector<ObjectId> of(const std::string& name) const;

 private:
  const Catalog& catalog_;
  std::unordered_map<std::string, std::vector<ObjectId>> by_name_;  // quoted where needed, without signature
};
// As soft edges of the objects that the catalog has.
void add_declared_reads(Catalog& catalog, const Reads& reads);
// Those of `to` that the objects of `from` have not, for the migration's header.
void note_declared_reads(const Catalog& from, const Catalog& to, Migration& migration);

}  // namespace schemac::run
