// Takes passwords out of text that is shown: messages, source lines, arguments that are quoted.
//
// A connection string that libpq reads is shown by redact() (session.h), which knows what may be shown. This
// is for all other text, in which a password can only be guessed at: what is mistyped, cut, in the wrong
// place. When in doubt more is hidden:
//   u:PASSWORD@host, postgresql:/u:PASSWORD@host   from the user's name to the last @ of the word
//   postgresql://u:PASS WORD@host                  to the last @ of the line, if no port can be meant
//   Password = 'x', pass%77ord=x, pwd: x           the value of what is called like a password
// What is hidden becomes ***. Pure; linear in the text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac::pg {

std::string hide_passwords(std::string_view text);

// True if the word as a whole, spaces included, is, or is meant to be, a connection string with a password.
bool holds_password(std::string_view word);

// What hide_passwords() cannot see in a message, because the message holds a part of the text or the password
// holds spaces: parts of the arguments, of variables, of lines of the project file.
class KnownPasswords {
 public:
  void learn(std::string_view word);         // one argument or variable
  void learn_lines(std::string_view text);   // of a file: lines that hold a connection string
  std::string hide(std::string text) const;  // those and what hide_passwords() finds

 private:
  void add_with_parts(std::string_view secret);
  std::vector<std::string> secrets_;  // longest first
};

}  // namespace schemac::pg
