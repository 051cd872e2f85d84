// Sizes of the objects of a live database, and which of its objects nobody manages: what hazards and blast
// radius need.
#pragma once
#include <map>
#include <vector>

#include "catalog/catalog.h"
#include "migrate/plan.h"
#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

// Rows (the planner's estimate) and bytes of every table, materialized view and index; last build times from
// the refresh history where there is a ledger. One round trip.
std::map<ObjectId, ObjectFacts> read_object_facts(pg::Session& session);

// Objects of the catalog that no applied migration of the project made (the ledger's object list). Without a
// ledger that is all of them: what nobody is known to have made is never dropped.
std::vector<ObjectId> unmanaged_objects(Environment& environment, pg::Session& session,
                                        const Catalog& catalog);

}  // namespace schemac::run
