// What stands in for an object while others that it needs, and that need it, are made or dropped: a view of
// the same columns that reads nothing, a function without its SQL body, a domain without default and checks.
#pragma once
#include <string>
#include <vector>

#include "migrate/situation.h"

namespace schemac {

// Without semicolon; of a view or function CREATE OR REPLACE. Empty where the kind has no stand-in (a
// function whose body is a string is none: its body ties nothing).
std::string stand_in_statement(const Object& object);
// How many columns a view's stand-in has to have. Fewer than the view's where a function gives the view's own
// rows: its query was read when the view had no more, and its print lists those. CREATE OR REPLACE appends.
std::size_t stand_in_columns(const Object& view, const Catalog& catalog);
// With that many of its columns.
std::string stand_in_statement(const Object& view, std::size_t columns);
// From the stand-in to the object as it is to be.
std::vector<std::string> complete_stand_in(const Object& object);
// From the object back to its stand-in, so that whatever it needs can go before it.
std::vector<std::string> reduce_to_stand_in(const Object& object);
// The stand-in depends on it too: a type of its columns, of its arguments or of its result.
bool stand_in_needs(const Object& object, const Dependency& edge);

}  // namespace schemac
