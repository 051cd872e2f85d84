#include "linkml/ifabsent.h"

namespace schemac::linkml {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
}

// Spaces around an argument without quotes belong to the text, so they are kept.
Ifabsent without_quotes(std::string_view function, std::string_view argument) {
  const std::string_view bare = trim(argument);
  if (!is_quoted(bare)) return {function, argument, false};
  return {function, bare.substr(1, bare.size() - 2), true};
}

}  // namespace

Ifabsent parse_ifabsent(std::string_view text, std::string_view range) {
  text = trim(text);
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return without_quotes({}, text);
  const std::string_view function = trim(text.substr(0, open));
  const bool is_name =
      function == range || (!function.empty() && function.find_first_of(" \t\r\n\"'") == function.npos);
  if (!is_name) return without_quotes({}, text);
  return without_quotes(function, text.substr(open + 1, text.size() - open - 2));
}

}  // namespace schemac::linkml
