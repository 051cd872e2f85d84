// Artifacts or migrations -> the catalog they make, by running them in a scratch database; cached.
//
// Cache: <build>/cache. Key: root hash (or the checksums of the migrations in order) with server version,
// introspection and catalog format version, extension versions, encoding, collation and role. A damaged cache
// entry is a miss. After an edit only the objects whose closure hash is unknown, and what those need, are
// run.
#pragma once
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"
#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

// Desired state. Errors of the server become diagnostics at the source position of the artifact that failed
// (in a view's YAML block at the very character). Declared view columns are held against the real ones.
Catalog elaborate(Environment& environment, const ArtifactSet& artifacts);

// History: the migrations, in order, replayed from an empty database (up parts). A prefix already cached is
// not rerun.
Catalog replay(Environment& environment, const RevisionGraph& graph,
               const std::vector<std::string>& revisions);

// Plain SQL (a .sql file or folder) run in a scratch database.
Catalog elaborate_sql(Environment& environment, const std::string& sql);

}  // namespace schemac::run
