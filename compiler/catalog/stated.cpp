#include "catalog/stated.h"

#include <algorithm>

namespace schemac {

namespace {

template <typename Enum, std::size_t N>
std::optional<Enum> parse(std::string_view text, const std::array<std::string_view, N>& names) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

void StatedAttributes::add(const StatedAttributes& more) {
  for (const StatedAttribute& attribute : stated_attributes)
    if (more.*attribute.member) this->*attribute.member = true;
}

std::optional<Concurrently> parse_concurrently(std::string_view text) {
  return parse<Concurrently>(text, concurrently_names);
}
std::optional<RefreshOn> parse_refresh_on(std::string_view text) {
  return parse<RefreshOn>(text, refresh_on_names);
}
std::string_view name_of(Concurrently value) { return concurrently_names[static_cast<std::size_t>(value)]; }
std::string_view name_of(RefreshOn value) { return refresh_on_names[static_cast<std::size_t>(value)]; }

}  // namespace schemac
