#include "plan/sql_template.h"

#include "base/text.h"
#include "catalog/identifier.h"
#include "plan/queries.h"

namespace schemac {

std::string fill_template(std::string_view text, const std::vector<std::string>& values) {
  while (text.starts_with("--")) text.remove_prefix(text.find('\n') + 1);
  std::string out;
  const std::string_view rest = trim(text);
  for (std::size_t at = 0; at < rest.size(); ++at) {
    const bool number = rest[at] == '$' && at + 1 < rest.size() && rest[at + 1] >= '1' && rest[at + 1] <= '9';
    if (!number) {
      out += rest[at];
      continue;
    }
    out += values.at(static_cast<std::size_t>(rest[++at] - '1'));
  }
  return out;
}

std::string children_guard(const std::string& table, const std::vector<std::string>& known,
                           const std::string& hint) {
  std::string names;
  for (const std::string& name : known) names += (names.empty() ? "" : ", ") + quote_literal(name);
  return fill_template(queries::guard_children, {quote_literal(table), names, quote_literal(hint)});
}

}  // namespace schemac
