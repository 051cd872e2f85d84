// Positions of the elements of CREATE TABLE and of the clauses of a column or domain, and texts without some
// of them. Private to sqlfile.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

std::size_t location(const Json& node);
// The end of the list element that contains `offset`: the next comma or closing parenthesis of its level.
std::size_t element_end(const std::vector<Token>& tokens, std::string_view text, std::size_t offset);
// The end of constraint i of a column or domain: the start of the next one (attributes such as DEFERRABLE do
// not count); collation may be null.
std::size_t constraint_end(const std::vector<Token>& tokens, std::string_view text, const Json& constraints,
                           std::size_t i, const Json& collation);
// The text without comments and with single spaces, for a clause that is moved elsewhere.
std::string clause(std::string_view text);

class Cuts {
 public:
  Cuts(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}
  // An element of a list, with the comma before it, or the comma after it if it is the first element.
  void element(std::size_t begin, std::size_t end);
  // A clause, with the space before it.
  void constraint(std::size_t begin, std::size_t end);
  bool empty() const { return removed_.empty(); }
  std::string rest() const { return replace(text_, removed_); }

 private:
  void remove(std::size_t begin, std::size_t end);

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::vector<Replacement> removed_;
};

}  // namespace schemac::sql
