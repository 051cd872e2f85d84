#include "scratch/view_columns.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace schemac {
namespace {

// Other names of types in SQL -> the names that the server prints.
const std::map<std::string_view, std::string_view> printed_names{
    {"int", "integer"},
    {"int4", "integer"},
    {"int2", "smallint"},
    {"int8", "bigint"},
    {"bool", "boolean"},
    {"float", "double precision"},
    {"float8", "double precision"},
    {"float4", "real"},
    {"decimal", "numeric"},
    {"varchar", "character varying"},
    {"char", "character"},
    {"bpchar", "character"},
    {"varbit", "bit varying"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"time", "time without time zone"},
    {"timetz", "time with time zone"},
};

struct TypeName {
  std::string base;      // as the server prints it, without schema
  std::string modifier;  // "(10,2)" or empty
  bool array = false;
};

TypeName type_name(std::string_view text) {
  TypeName type;
  std::string rest;
  for (const char c : text) rest += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (rest.ends_with("[]")) {
    type.array = true;
    rest.resize(rest.size() - 2);
  }
  if (const std::size_t open = rest.find('('); open != std::string::npos) {
    const std::size_t close = std::min(rest.find(')', open), rest.size() - 1);
    for (std::size_t i = open; i <= close; ++i) {
      if (rest[i] != ' ') type.modifier += rest[i];
    }
    rest.erase(open, close - open + 1);
  }
  while (!rest.empty() && rest.back() == ' ') rest.pop_back();
  if (const std::size_t dot = rest.rfind('.'); dot != std::string::npos) rest.erase(0, dot + 1);
  const auto alias = printed_names.find(rest);
  type.base = alias == printed_names.end() ? rest : std::string(alias->second);
  return type;
}

// A declaration without a modifier allows any modifier.
bool fits(std::string_view declared, std::string_view real) {
  const TypeName wanted = type_name(declared);
  const TypeName given = type_name(real);
  return wanted.base == given.base && wanted.array == given.array &&
         (wanted.modifier.empty() || wanted.modifier == given.modifier);
}

}  // namespace

void check_view_columns(const ArtifactSet& artifacts, const Catalog& catalog, Diagnostics& diagnostics) {
  for (const Artifact& artifact : artifacts.artifacts) {
    if (artifact.columns.empty() || artifact.external) continue;
    const Object* const object = catalog.find(artifact.id);
    const View* const view = object == nullptr ? nullptr : body_as<View>(*object);
    if (view == nullptr) continue;
    const Severity severity = artifact.stated.strict_columns ? Severity::error : Severity::warning;
    const std::string name = qualified_name(artifact.id);
    std::vector<std::string> real_names;
    for (const Column& column : view->columns) real_names.push_back(column.name);
    for (const ArtifactColumn& declared : artifact.columns) {
      const auto real = std::find_if(view->columns.begin(), view->columns.end(),
                                     [&](const Column& column) { return column.name == declared.name; });
      if (real == view->columns.end()) {
        diagnostics.add(
            severity, "view-column-missing", artifact.span,
            fmt::format("{} declares column {}, which its query does not yield", name, declared.name),
            did_you_mean(nearest_name(declared.name, real_names)));
      } else if (!declared.type.empty() && !fits(declared.type, real->type)) {
        diagnostics.add(severity, "view-column-type", artifact.span,
                        fmt::format("{}.{} is declared {}, but its query yields {}", name, declared.name,
                                    declared.type, real->type),
                        "change the range, or cast the column in the query");
      }
    }
    for (const std::string& real : real_names) {
      const bool declared = std::any_of(artifact.columns.begin(), artifact.columns.end(),
                                        [&](const ArtifactColumn& column) { return column.name == real; });
      if (!declared) {
        diagnostics.add(severity, "view-column-undeclared", artifact.span,
                        fmt::format("the query of {} yields column {}, which is not declared", name, real));
      }
    }
  }
}

}  // namespace schemac
