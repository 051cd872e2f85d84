// Creates what sources refer to and do not define, so that they can be elaborated: placeholders for the
// relations of `external:` in the project file, and the objects of other schemas' manifests (DEPENDS).
#pragma once
#include <set>

#include "catalog/catalog.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

// Creates tables with the columns that the project states or, if it states none, with the target's columns
// and keys; and the objects of manifests as compiled. Returns the created objects, including namespaces. A
// relation without known columns, or an object that cannot be created, is a diagnostic.
std::set<ObjectId> create_external_relations(Environment& environment, pg::Session& scratch);

// The same, and the ids of the target's extensions with their namespaces: all objects of a scratch database
// that the state in it did not create.
std::set<ObjectId> create_surroundings(Environment& environment, pg::Session& scratch);

// Removes them and their parts from an elaborated catalog; `kept` stays.
void remove_external(Catalog& catalog, const std::set<ObjectId>& made, const std::set<ObjectId>& kept);

}  // namespace schemac
