// The rights on a relation that is built beside another and replaces it, whatever default privileges the
// database has: only those of its owner when it is created, and at the end the declared ones, or exactly
// those of the old relation. The statements query the server, since default privileges and grants of a target
// are unknown when a plan is written. Pure.
#pragma once
#include <string>

#include "catalog/identifier.h"

namespace schemac {

std::string only_owner_rights(const ObjectId& relation);
// To run in the transaction that swaps, while both exist.
std::string rights_of_the_old(const ObjectId& old, const ObjectId& made, bool keeps_owner);

}  // namespace schemac
