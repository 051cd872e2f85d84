// Where the elements of CREATE TABLE and the clauses of a column or domain stand in the text, and texts
// without some of them. Private to sqlfile.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

std::size_t location(const Json& node);
// Where the list element that holds `offset` ends: the next comma or closing parenthesis of its own level.
std::size_t element_end(const std::vector<Token>& tokens, std::string_view text, std::size_t offset);
// Where constraint i of a column or domain ends: before the next one, which attributes (DEFERRABLE …) are
// not; collation may be null.
std::size_t constraint_end(const std::vector<Token>& tokens, std::string_view text, const Json& constraints,
                           std::size_t i, const Json& collation);
// The text without comments and with single spaces, for a clause that is moved elsewhere.
std::string clause(std::string_view text);

class Cuts {
 public:
  Cuts(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}
  // An element of a list, with its comma: the one before, or the one behind if it is the first element.
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
