#include "linkml/import_hints.h"

#include <algorithm>

#include "base/text.h"

namespace schemac::linkml {
namespace {

constexpr std::string_view key = "imports:";

// Removes the next line from the front.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  return line;
}

std::string_view unquoted(std::string_view item) {
  const bool quoted =
      item.size() >= 2 && (item.front() == '"' || item.front() == '\'') && item.back() == item.front();
  return quoted ? item.substr(1, item.size() - 2) : item;
}

}  // namespace

std::vector<std::string_view> import_hints(std::string_view text) {
  std::vector<std::string_view> hints;
  if (!text.starts_with(key)) {
    const std::size_t before = text.find("\nimports:");
    if (before == std::string_view::npos) return hints;
    text.remove_prefix(before + 1);
  }
  if (!trim(without_comment(take_line(text).substr(key.size()))).empty()) return hints;
  while (!text.empty()) {
    const std::string_view line = trim(without_comment(take_line(text)));
    if (line.empty()) continue;
    if (!line.starts_with("- ")) break;
    hints.push_back(unquoted(trim(line.substr(2))));
  }
  return hints;
}

}  // namespace schemac::linkml
