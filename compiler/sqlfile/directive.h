// "-- schemac: renamed_from x", "-- schemac: depends_on a, b.f(integer, text)": what such lines state.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/stated.h"

namespace schemac::sql {

// The items of a list, split at its commas; commas inside a signature do not split.
std::vector<std::string> names_in_list(std::string_view list);

// Takes the lines "renamed_from x" and "depends_on a, b" out of the directives. Names have no places.
void take_stated(std::vector<std::string>& directives, Stated& stated);

// "renamed_from x" of a line about a column -> "x"; nullopt for other lines.
std::optional<std::string> renamed_from(std::string_view directive);

}  // namespace schemac::sql
