// What a module most likely imports, told from its text without parsing it: so that modules are read and
// parsed at the same time that only become known one after the other. What the hints say that is not so costs
// time, what they miss is found when the module is parsed.
#pragma once
#include <string_view>
#include <vector>

namespace schemac::linkml {

// The items of a block list under a top-level `imports:`, as written. Views into text. O(length), no
// allocation beside the result.
std::vector<std::string_view> import_hints(std::string_view text);

}  // namespace schemac::linkml
