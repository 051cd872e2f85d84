// What sources refer to and others own, so that they can be elaborated: stand-ins for the relations of
// `external:` in the project file, and the objects of other schemas' manifests (DEPENDS).
#pragma once
#include <set>

#include "catalog/catalog.h"
#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

// Tables with the columns that the project states or, where it states none, with the target's columns and
// keys; the objects of manifests as they were compiled. Returns what it made, namespaces included. A relation
// of which nothing is known, and an object that cannot be made, is a diagnostic.
std::set<ObjectId> create_external_relations(Environment& environment, pg::Session& scratch);

// The same, and the ids of the target's extensions with their namespaces: whatever a scratch database has
// that the state in it did not make.
std::set<ObjectId> create_surroundings(Environment& environment, pg::Session& scratch);

// Takes them, and what hangs on them, out of an elaborated catalog; `kept` stays.
void remove_external(Catalog& catalog, const std::set<ObjectId>& made, const std::set<ObjectId>& kept);

}  // namespace schemac::run
