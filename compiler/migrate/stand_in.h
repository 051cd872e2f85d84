// What stands in for a view or a function while others that it needs, and that need it, are made or dropped:
// a view of the same columns that reads nothing, a function without its SQL body.
#pragma once
#include <string>

#include "migrate/situation.h"

namespace schemac {

// CREATE OR REPLACE, without semicolon; empty where the kind has no stand-in (a function whose body is a
// string is none: its body ties nothing).
std::string stand_in_statement(const Object& object);
// The stand-in depends on it too: a type of its columns, of its arguments or of its result.
bool stand_in_needs(const Object& object, const Dependency& edge);

}  // namespace schemac
