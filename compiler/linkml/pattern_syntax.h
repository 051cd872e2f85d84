// Checks that a pattern is a regular expression at all. It refuses only what every dialect refuses:
// unbalanced brackets, a quantifier with nothing before it, a lone backslash at the end. O(n).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace schemac::linkml {

struct PatternFault {
  std::size_t offset = 0;
  std::string message;
};

std::optional<PatternFault> pattern_fault(std::string_view pattern);

}  // namespace schemac::linkml
