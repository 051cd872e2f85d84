#include "yaml/value.h"

#include <algorithm>
#include <array>

namespace schemac::yaml {

bool operator==(const Value& a, const Value& b) {
  // Scalar style is notation, not meaning.
  return a.type == b.type && a.scalar == b.scalar && a.items == b.items && a.entries == b.entries;
}

const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.value == key) return &value;
  }
  return nullptr;
}

std::optional<bool> as_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 9> yes = {"true", "True", "TRUE", "yes", "Yes",
                                                   "YES",  "on",   "On",   "ON"};
  constexpr std::array<std::string_view, 9> no = {"false", "False", "FALSE", "no", "No",
                                                  "NO",    "off",   "Off",   "OFF"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), text) != no.end()) return false;
  return std::nullopt;
}

std::optional<bool> as_boolean(const Value& value) {
  if (value.type != Value::Type::scalar || value.style != ScalarStyle::plain) return std::nullopt;
  return as_boolean(value.scalar);
}

}  // namespace schemac::yaml
