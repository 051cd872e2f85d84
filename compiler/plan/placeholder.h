// Placeholders for objects while others that they need, and that need them, are created or dropped: a view of
// the same columns that reads nothing, a function without its SQL body, a domain without default and checks.
#pragma once
#include <string>
#include <vector>

#include "plan/plan_context.h"

namespace schemac {

// Without semicolon; for a view or function CREATE OR REPLACE. Empty if the kind has no placeholder (a
// function whose body is a string needs none: its body creates no dependency).
std::string placeholder_statement(const Object& object);
// The number of columns of a view's placeholder. Fewer than the view's if a function returns the view's own
// rows: its query was parsed when the view had no more columns, and its print lists those. CREATE OR REPLACE
// appends the rest.
std::size_t placeholder_columns(const Object& view, const Catalog& catalog);
// With that number of its columns.
std::string placeholder_statement(const Object& view, std::size_t columns);
// From the placeholder to the object in its final form.
std::vector<std::string> complete_placeholder(const Object& object);
// From the object back to its placeholder, so that everything it needs can be dropped before it.
std::vector<std::string> reduce_to_placeholder(const Object& object);
// The placeholder depends on it too: a type of its columns, of its arguments or of its result.
bool placeholder_needs(const Object& object, const Dependency& edge, const Catalog& catalog);

}  // namespace schemac
