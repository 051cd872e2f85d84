// Common YAML, read with libyaml, which takes a ninth of yaml-cpp's time. Private to read_yaml.cpp.
//
// yaml-cpp defines the meaning of a text: libyaml is used only if both give the same tree, including
// positions. yaml-cpp reads texts with anchors, aliases or tags, with complex keys, and with line breaks that
// only YAML 1.1 has, and every text that has an error: its messages are part of the product.
// tests/unit/linkml/read_yaml_test.cpp compares the two on random texts. If the tool is built without
// libyaml, this function reads no text.
#pragma once
#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "yaml/value.h"

namespace schemac::yaml {

// `text` as for TreeBuilder. nullopt if yaml-cpp must read it; diagnostics are then untouched. O(n).
std::optional<Value> read_yaml_fast(std::string_view text, std::uint32_t shift, FileId file,
                                    Diagnostics& diagnostics);

}  // namespace schemac::yaml
