// Names that lowering gives to relations, types and constraints, each with its place, so that two sources of
// one name are an error that shows both places.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "lower/lower.h"

namespace schemac {

// Applies options.naming: snake_case, or the unchanged name (with spaces and dashes).
std::string sql_name_of(std::string_view name, LowerOptions::Naming naming);

// What a name is for, in the words of messages: a pattern with one or two '{}', filled in only if a message
// is written. The texts must live as long as the lowering.
struct What {
  std::string_view pattern, first, second;
  std::string text() const;
};

// "… has the same name 'n' as …", with both places.
void report_collision(Diagnostics& diagnostics, std::string_view name, Span span, std::string_view what,
                      Span first_span, std::string_view first_what);

class Names {
 public:
  // deferred: claims are kept for join(), and every claim succeeds.
  explicit Names(Diagnostics& diagnostics, bool deferred = false)
      : diagnostics_(diagnostics), deferred_(deferred) {}

  // A generated name: shortened if it is too long, with a note that says what it names.
  std::string fitted(std::string name, Span span, const What& what);
  // Claims a relation's or type's name in a namespace (both are in pg_type); false and an error if it is used
  // already. what: "table of class 'X'".
  bool claim_relation(const std::string& namespace_, const std::string& name, Span span, std::string what);
  // Claims another kind of name: a trigger's in its table, a function's in its namespace.
  bool claim(const std::string& place, const std::string& kind, const std::string& name, Span span,
             std::string what);
  void expect(std::size_t count) { owners_.reserve(count); }
  // Makes the claims that were deferred.
  void join(Names&& part);

 private:
  struct Owner {
    Span span;
    std::string what;
  };
  struct Claim {
    std::string key, name;
    Owner owner;
  };
  bool claim(Claim claim);
  Diagnostics& diagnostics_;
  bool deferred_;
  std::vector<Claim> claims_;
  std::unordered_map<std::string, Owner> owners_;
};

}  // namespace schemac
