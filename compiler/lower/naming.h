// Names that lowering gives to relations, types and constraints, each with its place, so that two sources
// of one name are an error that shows both.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/diagnostic.h"
#include "lower/lower.h"

namespace schemac {

// Applies options.naming: snake_case, or the name with spaces and dashes as they are.
std::string sql_name_of(std::string_view name, LowerOptions::Naming naming);

class Names {
 public:
  explicit Names(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // A name that lowering made up: shortened where it is too long, with a note that says what of.
  std::string fitted(const std::string& name, Span span, std::string_view what);
  // Claims a relation's or type's name in a namespace (both live in pg_type); false and an error if it is
  // taken. what: "table of class 'X'".
  bool claim_relation(const std::string& namespace_, const std::string& name, Span span, std::string what);
  // Claims a constraint's or column's name in its table.
  bool claim_in_table(const std::string& table, const std::string& kind, const std::string& name, Span span,
                      std::string what);

 private:
  struct Owner {
    Span span;
    std::string what;
  };
  using Owners = std::unordered_map<std::string, Owner>;
  bool claim(Owners& owners, std::string key, const std::string& name, Span span, std::string what);
  Diagnostics& diagnostics_;
  Owners relations_, in_tables_;
};

}  // namespace schemac
