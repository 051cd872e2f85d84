// Statements of a plan that read or write rows run with row_security off: the server then refuses what a
// policy would hide from the role, where it would else leave those rows out of a copy, a backfill or a check.
// All else runs under the session's own setting.
//
// What a statement does is read from its text, so that no author of a step can forget to say it; what cannot
// be told (DO, CALL) counts as reading rows. Pure; linear in the text.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

bool touches_rows(std::string_view sql);
// For scratch databases, whose tables have no rows that a policy could hide, and whose role may be one that
// policies bind: blanks in place of the statements that set row_security.
std::string without_row_security(std::string sql);

// Whether the steps written so far left it off, in a transaction or a segment.
class RowSecurity {
 public:
  // What has to stand before the statements of the next step: a SET with a line end, or nothing. local: they
  // stand in a transaction, at whose end the setting is the session's own again.
  std::string before(std::string_view sql, bool local);
  void begin_transaction() { off_ = false; }

 private:
  bool off_ = false;
};

}  // namespace schemac
