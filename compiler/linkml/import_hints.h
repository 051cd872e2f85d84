// The likely imports of a module, read from its text without parsing it: so that modules can be read and
// parsed at the same time although parsing finds them only one after the other. A wrong hint costs time; an
// import that the hints miss is found when the module is parsed.
#pragma once
#include <string_view>
#include <vector>

namespace schemac::linkml {

// The items of a block list under a top-level `imports:`, as written. Views into text. O(length); allocates
// only the result.
std::vector<std::string_view> import_hints(std::string_view text);

}  // namespace schemac::linkml
