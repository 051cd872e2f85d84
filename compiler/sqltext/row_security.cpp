#include "sqltext/row_security.h"

#include <algorithm>
#include <array>

#include "sqlfile/lexer.h"

namespace schemac {
namespace {

// For statements that are neither, the first word shows what they define.
constexpr std::array<std::string_view, 11> row_verbs = {
    "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "WITH", "VALUES", "TABLE", "DO", "CALL", "EXECUTE"};
constexpr std::array<std::string_view, 5> queries = {"SELECT", "WITH", "VALUES", "TABLE", "EXECUTE"};

bool touches_rows(std::string_view text, const SqlStatement& statement) {
  const auto word = [&](std::size_t at) {
    const Lexeme& token = statement.tokens[at];
    return token.type == Lexeme::Type::word ? text.substr(token.begin, token.end - token.begin)
                                            : std::string_view();
  };
  const auto is_any = [&](std::size_t at, const auto& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view one) { return is_keyword(word(at), one); });
  };
  const std::size_t count = statement.tokens.size();
  if (count == 0) return false;
  if (is_any(0, row_verbs)) return true;
  const auto has = [&](std::string_view keyword) {
    for (std::size_t at = 1; at < count; ++at)
      if (is_keyword(word(at), keyword)) return true;
    return false;
  };
  if (is_keyword(word(0), "SELECT")) return has("FROM");
  if (!is_keyword(word(0), "CREATE")) return false;
  // CREATE TABLE t AS SELECT …; the same for a materialized view, unless it is created empty.
  bool relation = false;
  for (std::size_t at = 1; at < count && at < 4; ++at)
    relation = relation || is_keyword(word(at), "TABLE") || is_keyword(word(at), "MATERIALIZED");
  if (!relation) return false;
  const bool stays_empty = count > 3 && is_keyword(word(count - 3), "WITH") &&
                           is_keyword(word(count - 2), "NO") && is_keyword(word(count - 1), "DATA");
  for (std::size_t at = 2; at < count && !stays_empty; ++at) {
    if (!is_keyword(word(at), "AS")) continue;
    std::size_t next = at + 1;
    while (next < count && text[statement.tokens[next].begin] == '(') ++next;
    if (next < count && is_any(next, queries)) return true;
  }
  return false;
}

}  // namespace

bool touches_rows(std::string_view sql) {
  const std::vector<SqlStatement> statements = split_statements(sql);
  return std::any_of(statements.begin(), statements.end(),
                     [&](const SqlStatement& statement) { return touches_rows(sql, statement); });
}

std::string without_row_security(std::string sql) {
  for (const SqlStatement& statement : split_statements(sql)) {
    const auto is = [&](std::size_t at, std::string_view keyword) {
      if (at >= statement.tokens.size()) return false;
      const Lexeme& token = statement.tokens[at];
      return is_keyword(std::string_view(sql).substr(token.begin, token.end - token.begin), keyword);
    };
    const std::size_t name = is(1, "LOCAL") || is(1, "SESSION") ? 2 : 1;
    if ((is(0, "SET") || is(0, "RESET")) && is(name, "ROW_SECURITY"))
      std::fill(sql.begin() + static_cast<std::ptrdiff_t>(statement.begin),
                sql.begin() + static_cast<std::ptrdiff_t>(statement.end), ' ');
  }
  return sql;
}

std::string RowSecurity::before(std::string_view sql, bool local) {
  const bool rows = touches_rows(sql);
  if (rows == off_) return {};
  off_ = rows;
  if (!rows) return local ? "SET LOCAL row_security TO DEFAULT;\n" : "RESET row_security;\n";
  return local ? "SET LOCAL row_security = off;\n" : "SET row_security = off;\n";
}

}  // namespace schemac
