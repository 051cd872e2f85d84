#include "plan/kinds/options.h"

#include <algorithm>

#include "catalog/ddl.h"

namespace schemac {

std::vector<std::string> storage_option_clauses(const std::vector<std::string>& from,
                                                const std::vector<std::string>& to) {
  const auto name = [](const std::string& option) { return option.substr(0, option.find('=')); };
  std::vector<std::string> set;
  std::vector<std::string> reset;
  for (const std::string& option : to) {
    if (std::find(from.begin(), from.end(), option) == from.end()) set.push_back(option);
  }
  for (const std::string& option : from) {
    const bool kept = std::any_of(to.begin(), to.end(),
                                  [&](const std::string& other) { return name(other) == name(option); });
    if (!kept) reset.push_back(name(option));
  }
  std::vector<std::string> clauses;
  if (!reset.empty()) {
    std::string list;
    for (const std::string& option : reset) list += (list.empty() ? "" : ", ") + option;
    clauses.push_back("RESET (" + list + ")");
  }
  if (!set.empty()) clauses.push_back("SET (" + storage_options_list(set) + ")");
  return clauses;
}

std::string foreign_option_clause(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  const auto name = [](const std::string& option) { return option.substr(0, option.find('=')); };
  const auto has = [&](const std::vector<std::string>& list, const std::string& option) {
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& other) { return name(other) == name(option); });
  };
  std::string list;
  const auto add = [&](const std::string& text) { list += (list.empty() ? "" : ", ") + text; };
  for (const std::string& option : from) {
    if (!has(to, option)) add("DROP " + quote_identifier(name(option)));
  }
  for (const std::string& option : to) {
    if (std::find(from.begin(), from.end(), option) != from.end()) continue;
    add((has(from, option) ? "SET " : "ADD ") + foreign_options_list({option}));
  }
  return list.empty() ? list : "OPTIONS (" + list + ")";
}

}  // namespace schemac
