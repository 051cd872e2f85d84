// Removes passwords from shown text: messages, source lines, quoted arguments.
//
// A connection string that libpq can read is shown by redact() (session.h), which knows what may be shown.
// This is for all other text, in which a password can only be guessed: mistyped, truncated, or in the wrong
// place. When in doubt, more is hidden:
//   u:PASSWORD@host, postgresql:/u:PASSWORD@host   from the user's name to the last @ of the word
//   postgresql://u:PASS WORD@host                  to the last @ of the line, if no port can be meant
//   Password = 'x', pass%77ord=x, pwd: x           the value of a name that means password
// Hidden text becomes ***. Pure; linear in the text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac::pg {

std::string hide_passwords(std::string_view text);

// True if the whole word, including spaces, is, or seems to be, a connection string with a password.
bool holds_password(std::string_view word);

// Passwords that hide_passwords() cannot recognize in a message, because the message has only a part of the
// text or the password contains spaces: parts of arguments, of variables, of lines of the project file.
class KnownPasswords {
 public:
  void learn(std::string_view word);         // one argument or variable
  void learn_lines(std::string_view text);   // of a file: lines with a connection string
  std::string hide(std::string text) const;  // hides these and what hide_passwords() finds

 private:
  void add_with_parts(std::string_view secret);
  std::vector<std::string> secrets_;  // longest first
};

}  // namespace schemac::pg
