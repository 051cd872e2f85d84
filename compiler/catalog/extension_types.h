// Types that well-known extensions bring: a range or column of one implies the extension.
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
// nullptr if it is none of those known.
const ExtensionType* find_extension_type(std::string_view name);

}  // namespace schemac
