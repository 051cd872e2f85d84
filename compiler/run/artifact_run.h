// Runs artifacts in a scratch database, in dependency order.
//
// Many statements a round trip; where a batch fails it is run again object by object, so that every object
// that fails is reported at its own place, and those that need it are left out. A role that a statement names
// and the embedded server does not have is made there (NOLOGIN).
#pragma once
#include <set>

#include "artifact/artifact.h"
#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

// Objects that could not be made; each is a diagnostic, or depends on one that is. DatabaseError only for a
// lost connection.
std::set<ObjectId> run_artifacts(Environment& environment, pg::Session& session, const ArtifactSet& set);

// Makes the role that the error misses, if this is such an error and the server is the embedded one.
bool make_missing_role(Environment& environment, pg::Session& session, const pg::DatabaseError& error);

}  // namespace schemac::run
