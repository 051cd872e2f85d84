// Statements of a plan that read or write rows run with row_security off: the server then refuses if a policy
// would hide rows from the role. Otherwise a copy, a backfill or a check would omit those rows. All other
// statements run under the session's own setting.
//
// The effect of a statement is read from its text, so that no author of a step can forget to state it;
// statements with unknown effect (DO, CALL) count as reading rows. Pure; linear in the text.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

bool touches_rows(std::string_view sql);
// For scratch databases, whose tables have no rows that a policy could hide, and whose role may be subject to
// policies: the statements that set row_security are replaced by blanks.
std::string without_row_security(std::string sql);

// Whether the steps written so far left row_security off, in a transaction or a segment.
class RowSecurity {
 public:
  // The text before the statements of the next step: a SET with a line end, or nothing. local: they are in a
  // transaction, at whose end the session's own setting applies again.
  std::string before(std::string_view sql, bool local);
  void begin_transaction() { off_ = false; }

 private:
  bool off_ = false;
};

}  // namespace schemac
