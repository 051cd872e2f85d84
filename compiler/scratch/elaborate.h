// Artifacts or migrations -> the catalog that they create, by running them in a scratch database; cached.
//
// Cache: <build>/cache, see elaboration_cache.h. Key: root hash (or the checksums of the migrations in order)
// with server version, introspection and catalog format version, extension versions, encoding, collation,
// role and the external relations. A catalog with errors is not stored. The embedded server also keeps
// snapshot databases (snapshot_databases.h): one with the extensions, and one with the history, so that only
// new parts run.
//
// Mistakes are diagnostics; the returned catalog then has what could be created. DatabaseError: no server for
// scratch databases, or a lost connection.
#pragma once
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"
#include "history/revision_graph.h"
#include "scratch/sql_script.h"
#include "workspace/environment.h"

namespace schemac {

// Desired state. Errors of the server become diagnostics at the source position of the artifact that failed
// (in a view's YAML block at the exact character). Declared view columns are compared with the real ones.
Catalog elaborate(Environment& environment, const ArtifactSet& artifacts);

// History: the migrations, in order, replayed from an empty database (up parts). A prefix already cached is
// not rerun.
Catalog replay(Environment& environment, const RevisionGraph& graph,
               const std::vector<std::string>& revisions);

// Stores in the cache the result of replay for the revisions and one more migration, known from its proof.
void remember_replay(Environment& environment, const RevisionGraph& graph,
                     const std::vector<std::string>& revisions, const Migration& next, Catalog catalog);

// Runs a script in a scratch database as psql would: outside a transaction, with the server's default
// search_path. Errors have the file, line and column of what the server rejects.
Catalog elaborate_sql(Environment& environment, const SqlScript& script);

}  // namespace schemac
