#include "sqlfile/foreign_keys.h"

#include <algorithm>
#include <array>
#include <set>

#include "sqlfile/clauses.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

namespace {

// makeObjectName of the server: the longer of the two names is shortened until the result fits.
std::string object_name(std::string first, std::string second, std::string_view label) {
  const auto fits = [&] { return first.size() + second.size() + label.size() + 2 <= max_identifier_bytes; };
  while (!fits()) {
    std::string& longer = first.size() > second.size() ? first : second;
    longer.pop_back();
    while (!longer.empty() && (static_cast<unsigned char>(longer.back()) & 0xC0) == 0x80) longer.pop_back();
    if (!longer.empty() && static_cast<unsigned char>(longer.back()) >= 0xC0) longer.pop_back();
  }
  return first + "_" + second + "_" + std::string(label);
}

std::string joined(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns) {
    if (text.size() > max_identifier_bytes) break;
    text += (text.empty() ? "" : "_") + column;
  }
  return text;
}

std::string unused_name(const std::string& table, const std::vector<std::string>& columns,
                        std::set<std::string>& used) {
  std::string name = foreign_key_name(table, columns);
  for (int n = 1; !used.insert(name).second; ++n)
    name = object_name(table, joined(columns), "fkey" + std::to_string(n));
  return name;
}

bool is_foreign(const Json& constraint) { return constraint.value("contype", "") == "CONSTR_FOREIGN"; }

struct Separated {
  std::string name;
  std::string definition;  // FOREIGN KEY (…) REFERENCES …
};

// The text of a constraint without "CONSTRAINT name".
std::string without_name(const std::string& text, const Json& constraint) {
  if (!constraint.contains("conname")) return text;
  const std::vector<Token> tokens = scan(text).tokens;
  return tokens.size() > 2 ? text.substr(tokens[2].begin) : text;
}

class Separation {
 public:
  Separation(std::string_view text, const Json& create, const std::vector<Token>& tokens)
      : text_(text),
        create_(create),
        tokens_(tokens),
        table_(create["relation"].value("relname", "")),
        cuts_(text, tokens) {}

  std::vector<std::string> run() {
    const Json elements = create_["tableElts"];
    for (const Json& element : elements) {
      if (element.contains("Constraint")) used_.insert(element["Constraint"].value("conname", ""));
      if (element.contains("ColumnDef"))
        for (const Json& item : element["ColumnDef"]["constraints"])
          used_.insert(item["Constraint"].value("conname", ""));
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (elements[i].contains("Constraint") && is_foreign(elements[i]["Constraint"]))
        table_constraint(elements[i]["Constraint"]);
      if (elements[i].contains("ColumnDef")) column(elements[i]["ColumnDef"]);
    }
    if (separated_.empty()) return {std::string(text_)};
    std::vector<std::string> parts = {cuts_.rest()};
    const std::size_t at = token_at(tokens_, location(create_["relation"]));
    const std::string table(
        text_.substr(tokens_[at].begin, name_end(tokens_, at, text_) - tokens_[at].begin));
    for (const Separated& key : separated_)
      parts.push_back("ALTER TABLE " + table + " ADD CONSTRAINT " + quote_identifier(key.name) + " " +
                      key.definition);
    return parts;
  }

 private:
  void table_constraint(const Json& constraint) {
    const std::size_t begin = location(constraint);
    const std::size_t end = element_end(tokens_, text_, begin);
    std::vector<std::string> columns = name_parts(constraint["fk_attrs"]);
    add(constraint, columns, without_name(clause(text_.substr(begin, end - begin)), constraint));
    cuts_.element(begin, end);
  }

  void column(const Json& column) {
    const Json constraints = column["constraints"];
    for (std::size_t i = 0; i < constraints.size(); ++i) {
      const Json& constraint = constraints[i]["Constraint"];
      if (!is_foreign(constraint)) continue;
      const std::size_t begin = location(constraint);
      const std::size_t end = constraint_end(tokens_, text_, constraints, i, column["collClause"]);
      const std::string name = column.value("colname", "");
      add(constraint, {name},
          "FOREIGN KEY (" + quote_identifier(name) + ") " +
              without_name(clause(text_.substr(begin, end - begin)), constraint));
      cuts_.constraint(begin, end);
    }
  }

  void add(const Json& constraint, const std::vector<std::string>& columns, std::string definition) {
    std::string name = constraint.value("conname", "");
    if (name.empty()) name = unused_name(table_, columns, used_);
    separated_.push_back({std::move(name), std::move(definition)});
  }

  std::string_view text_;
  const Json& create_;
  const std::vector<Token>& tokens_;
  std::string table_;
  std::set<std::string> used_;
  Cuts cuts_;
  std::vector<Separated> separated_;
};

// Positions of the commas between `first` and `end` at the level where they start.
std::vector<std::string_view> list_items(std::string_view text, const std::vector<Token>& tokens,
                                         std::size_t first, std::size_t last) {
  std::vector<std::string_view> items;
  if (first >= last) return items;
  int depth = 0;
  std::size_t begin = tokens[first].begin;
  for (std::size_t i = first; i < last; ++i) {
    if (is_symbol(tokens[i], text, '(')) ++depth;
    if (is_symbol(tokens[i], text, ')')) --depth;
    if (depth == 0 && is_symbol(tokens[i], text, ',') && i > first && i + 1 < last) {
      items.push_back(text.substr(begin, tokens[i - 1].end - begin));
      begin = tokens[i + 1].begin;
    }
  }
  items.push_back(text.substr(begin, tokens[last - 1].end - begin));
  return items;
}

std::vector<std::string> alter_commands(std::string_view text, const Json& node,
                                        const std::vector<Token>& tokens) {
  const Json commands = node["cmds"];
  std::size_t first = token_at(tokens, location(node["relation"]));
  if (first >= tokens.size()) return {std::string(text)};
  const std::size_t end = name_end(tokens, first, text);
  while (first < tokens.size() && tokens[first].begin < end) ++first;
  if (first < tokens.size() && is_symbol(tokens[first], text, '*')) ++first;
  if (first >= tokens.size()) return {std::string(text)};
  const std::vector<std::string_view> items = list_items(text, tokens, first, tokens.size());
  if (items.size() != commands.size()) return {std::string(text)};
  const std::string head(text.substr(0, tokens[first].begin));
  const std::string table = node["relation"].value("relname", "");
  std::vector<std::string> parts;
  std::set<std::string> used;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Json& command = commands[i]["AlterTableCmd"];
    std::string item(items[i]);
    const Json constraint = command["def"]["Constraint"];
    if (is_foreign(constraint) && !constraint.contains("conname")) {
      const std::string name = unused_name(table, name_parts(constraint["fk_attrs"]), used);
      const std::vector<Token> item_tokens = scan(item).tokens;
      // ADD FOREIGN KEY …; a column definition with a reference is a ColumnDef and does not come here.
      if (item_tokens.size() > 1)
        item = "ADD CONSTRAINT " + quote_identifier(name) + " " + item.substr(item_tokens[1].begin);
    }
    parts.push_back(head + item);
  }
  return parts;
}

std::vector<std::string> grant_objects(std::string_view text, const Json& node,
                                       const std::vector<Token>& tokens) {
  static constexpr std::array<std::string_view, 13> type_words = {
      "table",  "sequence", "function", "procedure", "routine", "schema", "type",
      "domain", "language", "foreign",  "data",      "wrapper", "server"};
  const std::size_t count = node["objects"].size();
  if (count < 2 || node.value("targtype", "") != "ACL_TARGET_OBJECT") return {std::string(text)};
  std::size_t on = 0;
  int depth = 0;
  for (; on < tokens.size(); ++on) {
    if (is_symbol(tokens[on], text, '(')) ++depth;
    if (is_symbol(tokens[on], text, ')')) --depth;
    if (depth == 0 && is_word(tokens[on], text, "on")) break;
  }
  std::size_t first = on + 1;
  while (first + 1 < tokens.size() &&
         std::any_of(type_words.begin(), type_words.end(),
                     [&](std::string_view word) { return is_word(tokens[first], text, word); }) &&
         is_name(tokens[first + 1]))
    ++first;
  const std::string_view preposition = node.value("is_grant", false) ? "to" : "from";
  std::size_t last = first;
  for (depth = 0; last < tokens.size(); ++last) {
    if (is_symbol(tokens[last], text, '(')) ++depth;
    if (is_symbol(tokens[last], text, ')')) --depth;
    if (depth == 0 && is_word(tokens[last], text, preposition)) break;
  }
  if (last >= tokens.size()) return {std::string(text)};
  const std::vector<std::string_view> items = list_items(text, tokens, first, last);
  if (items.size() != count) return {std::string(text)};
  std::vector<std::string> parts;
  parts.reserve(items.size());
  for (const std::string_view item : items)
    parts.push_back(std::string(text.substr(0, tokens[first].begin)) + std::string(item) + " " +
                    std::string(text.substr(tokens[last].begin)));
  return parts;
}

}  // namespace

std::string foreign_key_name(std::string_view table, const std::vector<std::string>& columns) {
  return object_name(std::string(table), joined(columns), "fkey");
}

std::vector<std::string> separate_foreign_keys(std::string_view create_table) {
  const ParseTree tree = parse_tree(create_table);
  if (tree.error || tree.statements.size() != 1) return {std::string(create_table)};
  const Json& statement = tree.statements[0]["stmt"];
  const bool foreign_table = statement.contains("CreateForeignTableStmt");
  if (!foreign_table && !statement.contains("CreateStmt")) return {std::string(create_table)};
  const Json& create = foreign_table ? statement["CreateForeignTableStmt"]["base"] : statement["CreateStmt"];
  const Tokens scanned = scan(create_table);
  return Separation(create_table, create, scanned.tokens).run();
}

std::vector<std::string> take_apart(std::string_view text, const std::string& node_name, const Json& node,
                                    const std::vector<Token>& tokens) {
  if (node_name == "GrantStmt") return grant_objects(text, node, tokens);
  if (node_name == "AlterTableStmt") return alter_commands(text, node, tokens);
  if (node_name == "CreateStmt") return separate_foreign_keys(text);
  return {std::string(text)};
}

}  // namespace schemac::sql
