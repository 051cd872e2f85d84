// Regular expressions as LinkML has them (JSON Schema's ECMAScript, with what Python adds) -> PostgreSQL's
// advanced regular expressions.
//
// The translation matches exactly the same strings or is refused: where the two disagree without a way to say
// the one in the other, why says what, and the caller makes no CHECK of it. `$` is the end of the text, `.`
// no line feed, classes \d \w \s are the server's. O(n).
#pragma once
#include <string>
#include <string_view>

namespace schemac {

struct TranslatedPattern {
  bool ok = false;
  bool malformed = false;  // no regular expression in any dialect
  std::string are;         // ok
  std::string why;         // not ok
};

TranslatedPattern translate_pattern(std::string_view pattern);

}  // namespace schemac
