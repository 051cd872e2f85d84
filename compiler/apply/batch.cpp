#include "apply/batch.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apply/queries.h"
#include "catalog/identifier.h"
#include "sqlfile/lexer.h"
#include "workspace/environment.h"

namespace schemac {
namespace {

using Columns = std::vector<std::pair<std::string, std::string>>;

std::string key_row(const Columns& columns, const std::string& alias) {
  std::string out;
  for (const auto& [name, type] : columns)
    out += fmt::format("{}{}.{}", out.empty() ? "" : ", ", alias, name);
  return "ROW(" + out + ")";
}

std::string value_row(const Columns& columns, const std::string& json_key) {
  const nlohmann::json values = nlohmann::json::parse(json_key);
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out += fmt::format("{}{}::{}", out.empty() ? "" : ", ", quote_literal(values.at(i).get<std::string>()),
                       columns[i].second);
  }
  return "ROW(" + out + ")";
}

struct Clauses {
  std::size_t where, returning;  // the tokens that begin them; the number of tokens if absent
};

Clauses find_clauses(std::string_view statement, const std::vector<Lexeme>& tokens, std::size_t from) {
  Clauses found{tokens.size(), tokens.size()};
  int depth = 0;
  for (std::size_t i = from; i < tokens.size(); ++i) {
    const std::string_view word = statement.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    if (word == "(" || word == "[")
      ++depth;
    else if (word == ")" || word == "]")
      --depth;
    else if (depth == 0 && is_keyword(word, "WHERE"))
      found.where = i;
    else if (depth == 0 && is_keyword(word, "RETURNING"))
      found.returning = i;
  }
  return found;
}

}  // namespace

std::optional<BatchStatement> take_apart(const std::string& statement, std::string& reason) {
  std::vector<Lexeme> tokens;
  for (const Lexeme& token : lex_sql(statement)) {
    if (!token.is_comment() && token.type != Lexeme::Type::semicolon) tokens.push_back(token);
  }
  const auto text = [&](std::size_t i) {
    return i < tokens.size()
               ? std::string_view(statement).substr(tokens[i].begin, tokens[i].end - tokens[i].begin)
               : std::string_view{};
  };
  std::size_t at = 0;
  const bool update = is_keyword(text(0), "UPDATE");
  if (!update && !is_keyword(text(0), "DELETE")) {
    reason = "it is neither UPDATE nor DELETE";
    return std::nullopt;
  }
  at = update ? 1 : 2;  // DELETE FROM
  BatchStatement out;
  if (is_keyword(text(at), "ONLY")) out.only = true, ++at;
  out.table = text(at++);
  while (text(at) == ".") {
    out.table += ".";
    out.table += text(at + 1);
    at += 2;
  }
  if (text(at) == "*") ++at;
  out.alias = out.table;
  const auto ends_target = [&](std::string_view word) {
    return word.empty() || is_keyword(word, "SET") || is_keyword(word, "WHERE") ||
           is_keyword(word, "USING") || is_keyword(word, "RETURNING");
  };
  if (is_keyword(text(at), "AS")) ++at;
  if (!ends_target(text(at))) out.alias = text(at++);

  const auto [where, returning] = find_clauses(statement, tokens, at);
  const std::size_t end = returning < tokens.size() ? tokens[returning].begin
                          : tokens.empty()          ? statement.size()
                                                    : tokens.back().end;
  if (where + 1 < tokens.size() && is_keyword(text(where + 1), "CURRENT")) {
    reason = "it uses WHERE CURRENT OF";
    return std::nullopt;
  }
  if (where < tokens.size()) {
    out.before = statement.substr(0, tokens[where].end) + " (" +
                 statement.substr(tokens[where].end, end - tokens[where].end);
    out.after = "\n) AND ";
  } else {
    out.before = statement.substr(0, end);
    out.after = " WHERE ";
  }
  if (returning < tokens.size()) out.returning = " " + statement.substr(tokens[returning].begin);
  return out;
}

Batches::Batches(pg::Session& session, const std::string& statement, std::int64_t size,
                 std::optional<std::string> from)
    : session_(session), size_(size), key_(std::move(from)) {
  std::string reason;
  std::optional<BatchStatement> parts = take_apart(statement, reason);
  if (!parts) throw UserError("a [batch] step must be one UPDATE or DELETE: " + reason);
  statement_ = std::move(*parts);
  for (const auto& row : session_.query(queries::batch_key, {statement_.table}).rows) {
    columns_.emplace_back(*row[0], *row[1]);
  }
  if (columns_.empty()) {
    throw UserError(
        fmt::format("table {} has no primary key or unique index for [batch {}]", statement_.table, size_),
        "remove [batch] from the step, or add a key first");
  }
}

bool Batches::run_next() {
  std::string names, casts;
  for (const auto& [name, type] : columns_) {
    names += fmt::format("{}b.{}", names.empty() ? "" : ", ", name);
    casts += fmt::format("{}b.{}::text", casts.empty() ? "" : ", ", name);
  }
  const std::string beyond =
      key_ ? fmt::format(" WHERE {} > {}", key_row(columns_, "b"), value_row(columns_, *key_))
           : std::string();
  // The last key of the next N rows; fewer rows make the last range.
  const std::string bound = fmt::format(
      "SELECT json_build_array({})::text FROM (SELECT * FROM {}{} AS b{} ORDER BY {} LIMIT {}) AS b ORDER BY "
      "{} DESC LIMIT 1",
      casts, statement_.only ? "ONLY " : "", statement_.table, beyond, names, size_, [&] {
        std::string descending = names;
        for (std::size_t at = 0; (at = descending.find(", ", at)) != std::string::npos; at += 7) {
          descending.replace(at, 2, " DESC, ");
        }
        return descending;
      }());
  const pg::Result found = session_.query(bound);
  if (found.rows.empty()) return false;
  const std::string upper = *found.rows[0][0];
  const std::string key = key_row(columns_, statement_.alias);
  std::string range = fmt::format("{} <= {}", key, value_row(columns_, upper));
  if (key_) range += fmt::format(" AND {} > {}", key, value_row(columns_, *key_));
  rows_ += session_.execute(statement_.before + statement_.after + range + statement_.returning).affected;
  key_ = upper;
  return true;
}

}  // namespace schemac
