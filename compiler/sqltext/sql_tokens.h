// The words of a SQL text as the server prints it: enough to replace one name by another, and to compare two
// prints after a rename. Not a parser. Spacing is kept, so join(tokenize(x)) == x.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

struct PrintedToken {
  enum class Kind { word, quoted, string, number, symbol } kind = Kind::symbol;
  std::string space;  // the text before it
  std::string text;   // as written
  std::string value;  // of a name: without quotes
  bool is_name() const { return kind == Kind::word || kind == Kind::quoted; }
  bool is_symbol(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
  // Keywords are printed in capitals.
  bool is_keyword(std::string_view keyword) const { return kind == Kind::word && text == keyword; }
};

std::vector<PrintedToken> tokenize_sql(std::string_view sql);
std::string join_tokens(const std::vector<PrintedToken>& tokens);

// "a integer, b numeric(10,2) DEFAULT 1" -> its parts at the top level, trimmed.
std::vector<std::string> split_top_level(std::string_view text, char separator = ',');

// Whether the expression names this column of its own relation.
bool mentions_column(const std::string& expression, const std::string& column);

}  // namespace schemac
