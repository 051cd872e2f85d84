#include "sqlfile/directive.h"

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

std::optional<std::string> renamed_from(std::string_view directive) {
  constexpr std::string_view word = "renamed_from ";
  if (!directive.starts_with(word) || directive.size() == word.size()) return std::nullopt;
  return std::string(directive.substr(word.size()));
}

void take_stated(std::vector<std::string>& directives, Stated& stated) {
  constexpr std::string_view depends_on = "depends_on ";
  std::erase_if(directives, [&](const std::string& directive) {
    if (std::optional<std::string> name = renamed_from(directive)) {
      stated.renamed_from = std::move(*name);
      return true;
    }
    if (!directive.starts_with(depends_on) || directive.size() == depends_on.size()) return false;
    for (std::string& name : names_in_list(std::string_view(directive).substr(depends_on.size())))
      stated.declared_names.push_back({std::move(name), {}});
    return true;
  });
}

}  // namespace schemac::sql
