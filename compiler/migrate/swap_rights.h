// The rights on a relation that is built beside another and takes its place, whatever default privileges the
// database has: those of nobody but its owner when it is created, and at the end the declared ones, or
// exactly those on the old one. Statements that ask the server, since default privileges and grants of a
// target are not known when a plan is made. Pure.
#pragma once
#include <string>

#include "catalog/identifier.h"

namespace schemac {

std::string only_owner_rights(const ObjectId& relation);
// In the transaction that swaps, while both stand.
std::string rights_of_the_old(const ObjectId& old, const ObjectId& made, bool keeps_owner);

}  // namespace schemac
