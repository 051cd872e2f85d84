// Small text functions that every module needs: ASCII, no locale.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

// As in the C locale.
inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
// Without the surrounding white space; a view into `text`.
std::string_view trim(std::string_view text);
std::string lower_case(std::string_view text);
// Line breaks as spaces: text after a line break would be outside an SQL comment. A carriage return counts as
// a line break.
std::string one_line(std::string_view text);

}  // namespace schemac
