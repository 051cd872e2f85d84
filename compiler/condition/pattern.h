// Regular expressions of LinkML (JSON Schema's ECMAScript, with Python's additions) -> PostgreSQL's advanced
// regular expressions.
//
// The translation matches exactly the same strings, or it is refused: if one dialect cannot express the
// other, `why` gives the reason and the caller creates no CHECK. `$` is the end of the text, `.` excludes the
// line feed, classes \d \w \s are the server's. O(n).
#pragma once
#include <string>
#include <string_view>

namespace schemac {

struct TranslatedPattern {
  bool ok = false;
  bool malformed = false;  // not a regular expression in any dialect
  std::string are;         // ok
  std::string why;         // not ok
};

TranslatedPattern translate_pattern(std::string_view pattern);

}  // namespace schemac
