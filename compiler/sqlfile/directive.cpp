#include "sqlfile/directive.h"

#include <iterator>

#include "base/text.h"

namespace schemac::sql {

std::vector<std::string> names_in_list(std::string_view list) {
  std::vector<std::string> items(1);
  int depth = 0;
  bool quoted = false;
  for (const char c : list) {
    if (c == '"') quoted = !quoted;
    if (!quoted) depth += (c == '(') - (c == ')');
    if (c == ',' && depth == 0 && !quoted)
      items.emplace_back();
    else
      items.back() += c;
  }
  std::vector<std::string> names;
  for (const std::string& item : items)
    if (const std::string_view name = trim(item); !name.empty()) names.emplace_back(name);
  return names;
}

std::vector<std::string> declared_names(const std::vector<std::string>& directives) {
  constexpr std::string_view word = "depends_on ";
  std::vector<std::string> names;
  for (const std::string& directive : directives) {
    if (!directive.starts_with(word)) continue;
    std::vector<std::string> more = names_in_list(std::string_view(directive).substr(word.size()));
    names.insert(names.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return names;
}

}  // namespace schemac::sql
