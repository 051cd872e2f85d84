// "-- schemac: depends_on a, b.f(integer, text)": the names that such lines hold.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac::sql {

// The items of a list, apart at its commas; those of a signature are no commas of the list.
std::vector<std::string> names_in_list(std::string_view list);
// Of all depends_on lines among the directives, in order, as written.
std::vector<std::string> declared_names(const std::vector<std::string>& directives);

}  // namespace schemac::sql
