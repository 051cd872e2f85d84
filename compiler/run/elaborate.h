// Artifacts or migrations -> the catalog they make, by running them in a scratch database; cached.
//
// Cache: <build>/cache, see catalog_cache.h. Key: root hash (or the checksums of the migrations in order)
// with server version, introspection and catalog format version, extension versions, encoding, collation,
// role and the external relations. A catalog with errors is not stored. On the embedded server databases are
// kept too (kept_state.h): with the extensions, and with the history, from which only what is new is run.
//
// Mistakes are diagnostics; what is returned beside them is what could be made. DatabaseError: no server for
// scratch databases, or it was lost.
#pragma once
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"
#include "migrate/revision_graph.h"
#include "run/environment.h"
#include "run/sql_script.h"

namespace schemac::run {

// Desired state. Errors of the server become diagnostics at the source position of the artifact that failed
// (in a view's YAML block at the very character). Declared view columns are held against the real ones.
Catalog elaborate(Environment& environment, const ArtifactSet& artifacts);

// History: the migrations, in order, replayed from an empty database (up parts). A prefix already cached is
// not rerun.
Catalog replay(Environment& environment, const RevisionGraph& graph,
               const std::vector<std::string>& revisions);

// What replay would give for the revisions and one more migration, known from its proof: kept in the cache.
void remember_replay(Environment& environment, const RevisionGraph& graph,
                     const std::vector<std::string>& revisions, const Migration& next, Catalog catalog);

// A script run in a scratch database, as psql would: outside a transaction, with the server's default
// search_path. Errors have the file, line and column of what the server rejects.
Catalog elaborate_sql(Environment& environment, const SqlScript& script);

}  // namespace schemac::run
