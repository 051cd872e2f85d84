// Small readings of text that every module needs: ASCII, no locale.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

// Without the white space around it; a view into `text`.
std::string_view trim(std::string_view text);
std::string lower_case(std::string_view text);
// Line breaks as spaces: what follows one would be no comment of SQL any more. A carriage return ends one,
// too.
std::string one_line(std::string_view text);

}  // namespace schemac
