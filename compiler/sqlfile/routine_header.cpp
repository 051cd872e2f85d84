#include "sqlfile/routine_header.h"

#include "sqlfile/parser.h"

namespace schemac::sql {

std::optional<std::string> without_sql_body(std::string_view create) {
  const std::vector<Token> tokens = scan(create).tokens;
  bool language = false;
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], create, '(')) ++depth;
    if (is_symbol(tokens[i], create, ')')) --depth;
    if (depth > 0 || tokens[i].kind != Token::Kind::keyword) continue;
    language = language || is_word(tokens[i], create, "language");
    const bool block = is_word(tokens[i], create, "begin") && i + 1 < tokens.size() &&
                       is_word(tokens[i + 1], create, "atomic");
    if (!block && !is_word(tokens[i], create, "return")) continue;
    return std::string(create.substr(0, tokens[i].begin)) + (language ? "AS ''" : "LANGUAGE sql AS ''");
  }
  return std::nullopt;
}

std::string or_replace(std::string_view create) {
  const std::vector<Token> tokens = scan(create).tokens;
  std::string text(create);
  if (tokens.size() > 1 && is_word(tokens[0], create, "create") && !is_word(tokens[1], create, "or"))
    text.insert(tokens[0].end, " OR REPLACE");
  return text;
}

std::set<std::string> names_in(std::string_view text) {
  std::set<std::string> names;
  for (const Token& token : scan(text).tokens)
    if (is_name(token)) names.insert(name_of(token, text));
  return names;
}

}  // namespace schemac::sql
