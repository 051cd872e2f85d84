// The common run of YAML read with libyaml, which takes a ninth of yaml-cpp's time. Private to read_yaml.cpp.
//
// yaml-cpp defines what a text means: libyaml only stands in where both give the same tree, down to the
// positions. Texts with anchors, aliases or tags, with complex keys, and with line breaks that only YAML 1.1
// knows are left to yaml-cpp, and so is every text that has an error: its messages are part of the product.
// tests/unit/linkml/read_yaml_test.cpp compares the two over random texts. Where the tool is built without
// libyaml, no text is taken.
#pragma once
#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "linkml/schema.h"

namespace schemac::linkml {

// `text` as for TreeBuilder. nullopt where it is yaml-cpp's; diagnostics are then untouched. O(n).
std::optional<Value> read_yaml_fast(std::string_view text, std::uint32_t shift, FileId file,
                                    Diagnostics& diagnostics);

}  // namespace schemac::linkml
