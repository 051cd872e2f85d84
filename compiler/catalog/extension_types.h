// Types of well-known extensions: a range or column of such a type implies the extension.
#pragma once
#include <span>
#include <string_view>

namespace schemac {

struct ExtensionType {
  std::string_view name;  // lower case, unqualified
  std::string_view extension;
  bool small_btree_key;  // values fit an ordinary B-tree index
};

std::span<const ExtensionType> extension_types();
// nullptr for an unknown type.
const ExtensionType* find_extension_type(std::string_view name);

}  // namespace schemac
