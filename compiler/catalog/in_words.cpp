#include "catalog/in_words.h"

#include <algorithm>

namespace schemac {

std::string in_words(const ObjectId& id) {
  if (id.kind == Kind::statements) return id.name;
  std::string out = id.text();
  const auto end_of_kind = out.begin() + static_cast<std::ptrdiff_t>(kind_name(id.kind).size());
  std::replace(out.begin(), end_of_kind, '_', ' ');
  return out;
}

}  // namespace schemac
