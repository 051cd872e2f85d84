#include "apply/crash_recovery.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "apply/queries.h"
#include "catalog/identifier.h"
#include "sqlfile/lexer.h"

namespace schemac {
namespace {

// Walks the tokens of one statement.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {
    for (const Lexeme& token : lex_sql(text)) {
      if (!token.is_comment()) tokens_.push_back(token);
    }
  }
  bool done() const { return at_ >= tokens_.size(); }
  std::string_view peek() const {
    return done() ? std::string_view{}
                  : text_.substr(tokens_[at_].begin, tokens_[at_].end - tokens_[at_].begin);
  }
  std::string_view take() {
    const std::string_view word = peek();
    ++at_;
    return word;
  }
  bool skip(std::string_view keyword) {
    if (!is_keyword(peek(), keyword)) return false;
    ++at_;
    return true;
  }
  bool skip_all(std::initializer_list<std::string_view> keywords) {
    const std::size_t start = at_;
    for (const std::string_view keyword : keywords) {
      if (!skip(keyword)) {
        at_ = start;
        return false;
      }
    }
    return true;
  }
  // "a.b.c" as written.
  std::string qualified() {
    std::string name(take());
    while (peek() == ".") {
      take();
      name += ".";
      name += take();
    }
    return name;
  }
  bool contains(std::string_view keyword) const {
    return std::any_of(tokens_.begin(), tokens_.end(), [&](const Lexeme& token) {
      return token.type == Lexeme::Type::word &&
             is_keyword(text_.substr(token.begin, token.end - token.begin), keyword);
    });
  }

 private:
  std::string_view text_;
  std::vector<Lexeme> tokens_;
  std::size_t at_ = 0;
};

struct IndexNow {
  std::string name;  // qualified
  bool valid = false;
  std::string definition;
};

std::optional<IndexNow> find_index(pg::Session& session, const std::string& name,
                                   const std::optional<std::string>& table) {
  const pg::Result result = session.query(queries::index_by_name, {name, table});
  if (result.rows.empty() || !result.rows[0][1]) return std::nullopt;
  const auto& row = result.rows[0];
  return IndexNow{row[0].value_or(""), row[1] == "t", row[2].value_or("")};
}

StatementOutcome create_index(pg::Session& session, Words words, std::string_view statement) {
  words.skip("CONCURRENTLY");
  const bool if_not_exists = words.skip_all({"IF", "NOT", "EXISTS"});
  if (words.skip("ON")) return {};  // no name: the server would choose another one
  const std::string name = words.qualified();
  words.skip("ON");
  words.skip("ONLY");
  const std::string table = words.qualified();
  const std::optional<IndexNow> index = find_index(session, name, table);
  if (!index) return {Outcome::missing, {}, {}, {}};
  if (!index->valid) {
    return {
        Outcome::missing,
        fmt::format("DROP INDEX CONCURRENTLY {}", index->name),
        {},
        fmt::format("index {} is invalid after a failed build: it is dropped and built again", index->name)};
  }
  if (if_not_exists || same_index_definition(index->definition, statement)) {
    return {Outcome::happened, {}, {}, fmt::format("index {} exists and is valid", index->name)};
  }
  return {Outcome::unknown,
          {},
          {},
          fmt::format("index {} exists with another definition: {}", index->name, index->definition)};
}

StatementOutcome drop_index(pg::Session& session, Words words) {
  words.skip("CONCURRENTLY");
  words.skip_all({"IF", "EXISTS"});
  const std::string name = words.qualified();
  if (!words.done()) return {};
  const pg::Result result = session.query("SELECT to_regclass($1::text) IS NULL", {name});
  return {result.value() == "t" ? Outcome::happened : Outcome::missing, {}, {}, {}};
}

StatementOutcome add_enum_value(pg::Session& session, Words words) {
  const std::string type = words.qualified();
  if (!words.skip_all({"ADD", "VALUE"})) return {};
  words.skip_all({"IF", "NOT", "EXISTS"});
  const std::string_view literal = words.take();
  // Only literals of the form '…' are read; for others the user decides.
  if (literal.size() < 2 || literal.front() != '\'') return {};
  std::string label;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    label += literal[i];
    if (literal[i] == '\'') ++i;
  }
  const pg::Result result = session.query(queries::enum_has_label, {type, label});
  return {result.value() == "t" ? Outcome::happened : Outcome::missing, {}, {}, {}};
}

StatementOutcome detach_partition(pg::Session& session, Words words) {
  words.skip_all({"IF", "EXISTS"});
  words.skip("ONLY");
  const std::string table = words.qualified();
  if (!words.skip_all({"DETACH", "PARTITION"})) return {};
  const std::string partition = words.qualified();
  if (session.server_version_num() < 140000) return {};
  const auto row = session.query(queries::partition_state, {partition}).rows.at(0);
  if (row[0] != "t") return {Outcome::happened, {}, {}, {}};
  if (row[1] != "t") return {Outcome::missing, {}, {}, {}};
  return {Outcome::missing,
          {},
          fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE", table, partition),
          fmt::format("the interrupted detach of {} is finished", partition)};
}

bool bears_repeating(const std::string_view statement) {
  Words words(statement);
  for (const std::string_view keyword : {"SET", "RESET", "SHOW", "ANALYZE", "VACUUM", "REINDEX", "REFRESH",
                                         "CLUSTER", "CHECKPOINT", "COMMENT", "GRANT", "REVOKE"}) {
    if (is_keyword(words.peek(), keyword)) return true;
  }
  return (words.skip("CREATE") && (words.skip_all({"OR", "REPLACE"}) || words.contains("IF"))) ||
         (words.skip("DROP") && words.contains("IF"));
}

}  // namespace

StatementOutcome statement_outcome(pg::Session& session, std::string_view statement) {
  Words words(statement);
  if (words.skip_all({"CREATE", "INDEX"}) || words.skip_all({"CREATE", "UNIQUE", "INDEX"})) {
    return create_index(session, words, statement);
  }
  if (words.skip_all({"DROP", "INDEX"})) return drop_index(session, words);
  if (words.skip_all({"ALTER", "TYPE"})) return add_enum_value(session, words);
  if (words.skip_all({"ALTER", "TABLE"}) && words.contains("DETACH")) return detach_partition(session, words);
  if (bears_repeating(statement)) return {Outcome::repeatable, {}, {}, {}};
  return {};
}

bool is_concurrent(std::string_view statement) { return Words(statement).contains("CONCURRENTLY"); }

bool same_index_definition(std::string_view a, std::string_view b) {
  const auto essence = [](std::string_view text) {
    Words words(text);
    std::string out = words.skip_all({"CREATE", "UNIQUE", "INDEX"}) ? "unique " : "";
    words.skip_all({"CREATE", "INDEX"});
    words.skip("CONCURRENTLY");
    words.skip_all({"IF", "NOT", "EXISTS"});
    const std::string name = words.qualified();
    out += name.substr(name.find_last_of('.') + 1) + " ";
    words.skip("ON");
    words.skip("ONLY");
    const std::string table = words.qualified();
    out += table.substr(table.find_last_of('.') + 1);
    words.skip_all({"USING", "BTREE"});
    while (!words.done()) {
      const std::string_view word = words.take();
      const bool keyword =
          word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") ==
          std::string_view::npos;
      out += ' ';
      for (const char c : word) out += keyword && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (out.ends_with(" ;")) out.resize(out.size() - 2);
    return out;
  };
  return essence(a) == essence(b);
}

}  // namespace schemac
