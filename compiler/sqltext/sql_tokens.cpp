#include "sqltext/sql_tokens.h"

#include <cctype>

#include "base/text.h"

namespace schemac {
namespace {

bool starts_word(unsigned char c) { return std::isalpha(c) != 0 || c == '_' || c >= 0x80; }
bool continues_word(unsigned char c) { return starts_word(c) || std::isdigit(c) != 0 || c == '$'; }

// End of a quoted run that starts at `from` (the quote itself); a doubled quote does not end it.
std::size_t quoted_end(std::string_view sql, std::size_t from, char quote, bool backslashes) {
  std::size_t at = from + 1;
  while (at < sql.size()) {
    if (backslashes && sql[at] == '\\') {
      at += 2;
      continue;
    }
    if (sql[at] == quote) {
      if (at + 1 < sql.size() && sql[at + 1] == quote) {
        at += 2;
        continue;
      }
      return at + 1;
    }
    ++at;
  }
  return sql.size();
}

// End of a dollar-quoted string at `from`, or `from` if there is none.
std::size_t dollar_end(std::string_view sql, std::size_t from) {
  std::size_t tag_end = from + 1;
  while (tag_end < sql.size() && sql[tag_end] != '$' &&
         continues_word(static_cast<unsigned char>(sql[tag_end]))) {
    ++tag_end;
  }
  if (tag_end >= sql.size() || sql[tag_end] != '$') return from;
  if (tag_end > from + 1 && !starts_word(static_cast<unsigned char>(sql[from + 1]))) return from;
  const std::string_view tag = sql.substr(from, tag_end + 1 - from);
  const std::size_t close = sql.find(tag, tag_end + 1);
  return close == std::string_view::npos ? sql.size() : close + tag.size();
}

std::string unquote(std::string_view quoted) {
  std::string name;
  for (std::size_t at = 1; at + 1 < quoted.size(); ++at) {
    name += quoted[at];
    if (quoted[at] == '"') ++at;
  }
  return name;
}

bool opens_prefixed_string(std::string_view sql, std::size_t at) {
  return std::string_view("EeBXN").find(sql[at]) != std::string_view::npos && at + 1 < sql.size() &&
         sql[at + 1] == '\'';
}

// The kind of the token at `at`, which is no space, and its end.
std::size_t token_end(std::string_view sql, std::size_t at, PrintedToken::Kind& kind) {
  using Kind = PrintedToken::Kind;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sql[i]); };
  const char c = sql[at];
  if (opens_prefixed_string(sql, at)) {
    kind = Kind::string;
    return quoted_end(sql, at + 1, '\'', c == 'E' || c == 'e');
  }
  if (starts_word(byte(at))) {
    kind = Kind::word;
    while (at < sql.size() && continues_word(byte(at))) ++at;
    return at;
  }
  if (c == '"' || c == '\'') {
    kind = c == '"' ? Kind::quoted : Kind::string;
    return quoted_end(sql, at, c, false);
  }
  if (const std::size_t end = c == '$' ? dollar_end(sql, at) : at; end != at) {
    kind = Kind::string;
    return end;
  }
  if (std::isdigit(byte(at)) != 0) {
    kind = Kind::number;
    while (at < sql.size() && (std::isalnum(byte(at)) != 0 || sql[at] == '.')) ++at;
    return at;
  }
  kind = Kind::symbol;
  return at + (sql.substr(at, 2) == "::" ? 2 : 1);
}

}  // namespace

std::vector<PrintedToken> tokenize_sql(std::string_view sql) {
  std::vector<PrintedToken> tokens;
  std::size_t at = 0;
  while (true) {
    const std::size_t space_from = at;
    while (at < sql.size() && is_space(sql[at])) ++at;
    PrintedToken token;
    token.space = std::string(sql.substr(space_from, at - space_from));
    if (at >= sql.size()) {
      if (!token.space.empty()) tokens.push_back(std::move(token));
      return tokens;
    }
    const std::size_t from = at;
    at = token_end(sql, from, token.kind);
    token.text = std::string(sql.substr(from, at - from));
    token.value = token.kind == PrintedToken::Kind::quoted ? unquote(token.text) : token.text;
    tokens.push_back(std::move(token));
  }
}

std::string join_tokens(const std::vector<PrintedToken>& tokens) {
  std::string sql;
  for (const PrintedToken& token : tokens) sql += token.space + token.text;
  return sql;
}

std::vector<std::string> split_top_level(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  const auto flush = [&] {
    while (!part.empty() && is_space(part.back())) part.pop_back();
    std::size_t from = 0;
    while (from < part.size() && is_space(part[from])) ++from;
    parts.push_back(part.substr(from));
    part.clear();
  };
  bool any = false;
  for (const PrintedToken& token : tokenize_sql(text)) {
    if (token.is_symbol("(") || token.is_symbol("[")) ++depth;
    if (token.is_symbol(")") || token.is_symbol("]")) --depth;
    if (depth == 0 && token.is_symbol(std::string_view(&separator, 1))) {
      flush();
    } else {
      part += token.space + token.text;
    }
    any = any || !token.text.empty();
  }
  if (any) flush();
  return parts;
}

bool mentions_column(const std::string& expression, const std::string& column) {
  for (const PrintedToken& token : tokenize_sql(expression)) {
    if (token.is_name() && token.value == column) return true;
  }
  return false;
}

}  // namespace schemac
