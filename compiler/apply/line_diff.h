// The unified difference of two texts by lines ("-" only in the first, "+" only in the second, three lines of
// context). O(n·m) in the differing lines; meant for migrations.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

std::string line_diff(std::string_view from, std::string_view to);

}  // namespace schemac
