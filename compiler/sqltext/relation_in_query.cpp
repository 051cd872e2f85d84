#include "sqltext/relation_in_query.h"

#include <algorithm>
#include <vector>

#include "catalog/ddl.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// The server prints keywords in capitals and quotes every other name that holds one.
bool is_any_keyword(const PrintedToken& token) {
  return token.kind == PrintedToken::Kind::word &&
         std::any_of(token.text.begin(), token.text.end(), is_capital);
}

bool is_identifier(const PrintedToken& token) { return token.is_name() && !is_any_keyword(token); }

bool combines_selects(const PrintedToken& token) {
  return token.is_keyword("UNION") || token.is_keyword("INTERSECT") || token.is_keyword("EXCEPT");
}

bool ends_from(const PrintedToken& token) {
  for (const std::string_view word :
       {"WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FOR"}) {
    if (token.is_keyword(word)) return true;
  }
  return combines_selects(token);
}

class Query {
 public:
  explicit Query(const std::string& text) : tokens_(tokenize_sql(text)) { find_selects(); }

  void replace(const ObjectId& relation, const ObjectId& other) {
    for (std::size_t at = 0; at + 2 < tokens_.size(); ++at) {
      if (!is_qualified(at, relation)) continue;
      switch (use_at(at)) {
        case Use::other:
          continue;
        case Use::type:
          break;
        case Use::relation:
          if (at + 3 == tokens_.size() || !is_identifier(tokens_[at + 3]))
            rename_columns(selects_[at], relation.name, other.name);
          break;
      }
      rename(at + 2, other.name);
    }
  }

  std::string text() const { return join_tokens(tokens_); }

 private:
  enum class Use { relation, type, other };
  struct Select {
    std::size_t begin = 0, end = 0;
  };
  // A level of parentheses, or the level outside of all.
  struct Level {
    std::size_t select = 0;   // the innermost around it
    bool has_select = false;  // one begins at this level: a FROM belongs to it
    bool from = false;        // inside its list of relations
    bool item = false;        // where a relation is possible, outside join conditions
  };

  // Finds the innermost SELECT around each token, and whether a relation is possible there.
  void find_selects() {
    std::vector<Select> ranges = {{0, tokens_.size()}};
    std::vector<std::size_t> range_of;
    std::vector<Level> open(1);
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      const PrintedToken& token = tokens_[at];
      may_be_relation_.push_back(open.back().item && at > 0 && begins_item(tokens_[at - 1]));
      if (token.is_symbol("(")) {
        const bool item = may_be_relation_.back();  // joins in parentheses
        open.push_back({open.back().select, false, item, item});
      } else if (token.is_symbol(")") && open.size() > 1) {
        if (open.back().has_select) ranges[open.back().select].end = at;
        open.pop_back();
      } else if (token.is_keyword("SELECT")) {
        open.back() = {ranges.size(), true, false, false};
        ranges.push_back({at, tokens_.size()});
      } else {
        follow(token, at, open.back(), ranges);
      }
      range_of.push_back(open.back().select);
    }
    for (const std::size_t range : range_of) selects_.push_back(ranges[range]);
  }

  void follow(const PrintedToken& token, std::size_t at, Level& level, std::vector<Select>& ranges) const {
    const bool distinct_from = at > 0 && tokens_[at - 1].is_keyword("DISTINCT");
    if (token.is_keyword("FROM") && level.has_select && !distinct_from) level.from = level.item = true;
    if (token.is_keyword("JOIN") || token.is_symbol(",")) level.item = level.from;
    if (token.is_keyword("ON") || token.is_keyword("USING")) level.item = false;
    if (ends_from(token)) level.from = level.item = false;
    if (combines_selects(token) && level.has_select) ranges[level.select].end = at;
  }

  static bool begins_item(const PrintedToken& before) {
    return before.is_symbol(",") || before.is_symbol("(") || before.is_keyword("FROM") ||
           before.is_keyword("JOIN") || before.is_keyword("ONLY");
  }

  bool is_qualified(std::size_t at, const ObjectId& relation) const {
    return tokens_[at].is_name() && tokens_[at].value == relation.namespace_ &&
           tokens_[at + 1].is_symbol(".") && tokens_[at + 2].is_name() &&
           tokens_[at + 2].value == relation.name && (at == 0 || !tokens_[at - 1].is_symbol("."));
  }

  // The use of a qualified name.
  Use use_at(std::size_t at) const {
    if (at == 0) return Use::other;
    const PrintedToken& before = tokens_[at - 1];
    if (before.is_symbol("::") || is_identifier(before)) return Use::type;  // in a list of columns: (a type)
    if (at + 3 < tokens_.size() && tokens_[at + 3].is_symbol("(")) return Use::other;  // a function
    return may_be_relation_[at] ? Use::relation : Use::other;
  }

  // Where the relation has no alias.
  void rename_columns(const Select& select, const std::string& from, const std::string& to) {
    for (std::size_t at = select.begin; at < select.end; ++at) {
      if (!tokens_[at].is_name() || tokens_[at].value != from) continue;
      const bool locked = at > 0 && tokens_[at - 1].is_keyword("OF");  // FOR UPDATE OF
      if (locked || qualifies_column(at)) rename(at, to);
    }
  }

  // Not a function or a relation of a namespace with the same name.
  bool qualifies_column(std::size_t at) const {
    if (at + 2 >= tokens_.size() || !tokens_[at + 1].is_symbol(".")) return false;
    if (at + 3 < tokens_.size() && tokens_[at + 3].is_symbol("(")) return false;
    if (at == 0) return true;
    const PrintedToken& before = tokens_[at - 1];
    return !before.is_symbol(".") && !before.is_symbol("::") && !may_be_relation_[at];
  }

  void rename(std::size_t at, const std::string& name) {
    tokens_[at].kind = PrintedToken::Kind::quoted;  // equivalent to a quoted name
    tokens_[at].text = quote_identifier(name);
    tokens_[at].value = name;
  }

  std::vector<PrintedToken> tokens_;
  std::vector<Select> selects_;        // by token
  std::vector<bool> may_be_relation_;  // by token
};

}  // namespace

std::string with_relation(const std::string& query, const ObjectId& relation, const ObjectId& other) {
  Query parsed(query);
  parsed.replace(relation, other);
  return parsed.text();
}

std::string index_definition_on(const std::string& definition, const std::string& index_name,
                                const ObjectId& relation) {
  std::vector<PrintedToken> tokens = tokenize_sql(definition);
  const auto after = [&](std::size_t from, std::string_view word) {
    while (from < tokens.size() && !tokens[from].is_keyword(word)) ++from;
    return from + 1;
  };
  const std::size_t name = after(0, "INDEX");
  std::size_t on = after(name, "ON");
  if (on < tokens.size() && tokens[on].is_keyword("ONLY")) ++on;
  if (on + 2 >= tokens.size()) return definition;
  tokens[name].text = quote_identifier(index_name);
  tokens[on].text = quote_identifier(relation.namespace_);
  tokens[on + 2].text = quote_identifier(relation.name);
  return join_tokens(tokens);
}

}  // namespace schemac
