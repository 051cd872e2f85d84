// Objects of a database that the project does not manage (PlanOptions::unmanaged).
#pragma once
#include <set>

#include "diff/rename.h"
#include "plan/plan.h"

namespace schemac {

// Adds them to `to`, unless what they need is dropped for good: plan then has a note, and is refused if the
// server would not drop the object by itself. Returns the ids that are in both states.
std::set<ObjectId> carry_unmanaged(const Renames& renames, Catalog& to, const PlanOptions& options,
                                   Plan& plan);

}  // namespace schemac
