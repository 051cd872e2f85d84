// Two texts as a unified difference of lines ("-" only in the first, "+" only in the second, three lines
// around). O(n·m) in the lines that differ; made for migrations.
#pragma once
#include <string>
#include <string_view>

namespace schemac::run {

std::string line_diff(std::string_view from, std::string_view to);

}  // namespace schemac::run
