#include "sqltext/canonical_expression.h"

#include <set>

#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

using Tokens = std::vector<PrintedToken>;

bool is_symbol(const Tokens& tokens, std::size_t at, std::string_view symbol) {
  return at < tokens.size() && tokens[at].is_symbol(symbol);
}

bool is_word(const Tokens& tokens, std::size_t at, std::string_view word) {
  return at < tokens.size() && tokens[at].is_keyword(word);
}

std::size_t bracket_end(const Tokens& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < tokens.size(); ++at) {
    depth += tokens[at].is_symbol("[") ? 1 : tokens[at].is_symbol("]") ? -1 : 0;
    if (depth == 0) return at;
  }
  return tokens.size();
}

// Types for which no operator compares with the element's type itself: without the cast the server finds the
// same operator.
bool is_cast_again(const std::string& type) {
  static const std::set<std::string> types = {"text", "numeric", "double precision"};
  return types.contains(type);
}

// The end of the cast, after its "[]", if `( ARRAY [ … ] ) :: type [ ]` begins here; else 0.
std::size_t cast_array_end(const Tokens& tokens, std::size_t open, std::size_t& close) {
  if (!is_symbol(tokens, open, "(") || !is_word(tokens, open + 1, "ARRAY") ||
      !is_symbol(tokens, open + 2, "["))
    return 0;
  close = bracket_end(tokens, open + 2) + 1;
  if (!is_symbol(tokens, close, ")") || !is_symbol(tokens, close + 1, "::")) return 0;
  std::string type;
  std::size_t at = close + 2;
  for (; at < tokens.size() && tokens[at].kind == PrintedToken::Kind::word; ++at)
    type += (type.empty() ? "" : " ") + tokens[at].text;
  if (!is_cast_again(type) || !is_symbol(tokens, at, "[") || !is_symbol(tokens, at + 1, "]")) return 0;
  return at + 2;
}

}  // namespace

std::string stable_print(std::string sql) {
  if (sql.find("ARRAY[") == std::string::npos || sql.find("])::") == std::string::npos) return sql;
  const Tokens tokens = tokenize_sql(sql);
  Tokens kept;
  for (std::size_t at = 0; at < tokens.size();) {
    std::size_t close = 0;
    const bool quantified = at >= 2 && is_symbol(tokens, at - 1, "(") &&
                            (is_word(tokens, at - 2, "ANY") || is_word(tokens, at - 2, "ALL"));
    const std::size_t end = quantified ? cast_array_end(tokens, at, close) : 0;
    if (end == 0 || !is_symbol(tokens, end, ")")) {
      kept.push_back(tokens[at++]);
      continue;
    }
    kept.insert(kept.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                tokens.begin() + static_cast<std::ptrdiff_t>(close));
    at = end;
  }
  return join_tokens(kept);
}

}  // namespace schemac
