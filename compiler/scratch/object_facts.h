// Sizes of the objects of a live database, and its unmanaged objects, for hazards and lists of dependents.
#pragma once
#include <map>
#include <vector>

#include "catalog/catalog.h"
#include "pg/session.h"
#include "plan/plan.h"
#include "workspace/environment.h"

namespace schemac {

// Rows (the planner's estimate) and bytes of every table, materialized view and index; last build times from
// the refresh history if there is a ledger. One round trip.
std::map<ObjectId, ObjectFacts> read_object_facts(pg::Session& session);

// Objects of the catalog that no applied migration of the project created (the ledger's object list). Without
// a ledger all of them: objects of unknown origin are never dropped.
std::vector<ObjectId> unmanaged_objects(Environment& environment, pg::Session& session,
                                        const Catalog& catalog);

}  // namespace schemac
