// "-- schemac: depends_on a, b.f(integer, text)": the names in such lines.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac::sql {

// The items of a list, split at its commas; commas inside a signature do not split.
std::vector<std::string> names_in_list(std::string_view list);
// Of all depends_on lines among the directives, in order, as written.
std::vector<std::string> declared_names(const std::vector<std::string>& directives);

}  // namespace schemac::sql
