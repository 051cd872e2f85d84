// Runs artifacts in a scratch database, in dependency order.
//
// Runs many statements per round trip. A failed batch is run again object by object, so that every failing
// object is reported at its own place, and its dependents are skipped. A role that a statement names and the
// embedded server lacks is created there (NOLOGIN).
#pragma once
#include <set>

#include "artifact/artifact.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

// Returns the objects that could not be created; each has a diagnostic, or depends on one that has.
// DatabaseError only for a lost connection.
std::set<ObjectId> create_objects(Environment& environment, pg::Session& session, const ArtifactSet& set);

// Creates the role that the error names as missing, on the embedded server only. True if it did.
bool make_missing_role(Environment& environment, pg::Session& session, const pg::DatabaseError& error);

}  // namespace schemac
