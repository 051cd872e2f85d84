#include "sqlfile/divided_definition.h"

#include <algorithm>
#include <array>

#include "sqlfile/clauses.h"
#include "sqlfile/routine_header.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

namespace {

using Names = std::set<std::string>;

bool is_one_of(const Json& constraint, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), constraint.value("contype", "")) != types.end();
}

class Division {
 public:
  Division(std::string_view text, const Names& names)
      : text_(text), names_(names), tokens_(scan(text).tokens), cuts_(text, tokens_) {}

  std::optional<DividedDefinition> view(const Json& node) {
    const Json query = node["query"]["SelectStmt"];
    std::string first = node.contains("aliases") ? std::string() : first_columns(query);
    if (first.empty()) first = "CREATE VIEW " + name_at(location(node["view"])) + " AS SELECT";
    return DividedDefinition{std::move(first), {or_replace(text_)}};
  }

  std::optional<DividedDefinition> domain(const Json& node) {
    std::size_t at = 0;
    while (at < tokens_.size() && !is_word(tokens_[at], text_, "domain")) ++at;
    if (at + 1 >= tokens_.size()) return std::nullopt;
    clauses(node["constraints"], node["collClause"],
            [&](const Json&) { return "ALTER DOMAIN " + name_at(tokens_[at + 1].begin) + " "; });
    return result();
  }

  std::optional<DividedDefinition> table(const Json& node) {
    table_ = "ALTER TABLE " + name_at(location(node["relation"])) + " ";
    Names moved;
    const Json elements = node["tableElts"];
    for (const Json& element : elements) {
      if (element.contains("ColumnDef")) column(element["ColumnDef"], moved);
      if (element.contains("Constraint")) table_constraint(element["Constraint"], moved);
    }
    return result();
  }

 private:
  // The view with the columns before the first one that names a later object, since CREATE OR REPLACE can
  // only append. Empty if absent, or if the names are elsewhere in the query.
  std::string first_columns(const Json& query) {
    const Json columns = query["targetList"];
    if (columns.size() < 2) return {};
    const auto begin_of = [&](std::size_t column) { return location(columns[column]["ResTarget"]); };
    const std::size_t end = list_end(begin_of(0));
    std::size_t kept = 0;
    while (kept < columns.size() &&
           !holds_any(piece(begin_of(kept), kept + 1 < columns.size() ? begin_of(kept + 1) : end), names_))
      ++kept;
    if (kept == 0 || kept == columns.size() || holds_any(text_.substr(end), names_)) return {};
    for (std::size_t column = kept; column < columns.size(); ++column)
      cuts_.element(begin_of(column), column + 1 < columns.size() ? comma_before(begin_of(column + 1)) : end);
    return cuts_.rest();
  }

  std::size_t comma_before(std::size_t offset) const {
    const std::size_t at = token_at(tokens_, offset);
    return at > 0 ? tokens_[at - 1].begin : offset;
  }

  // The end of a list of result columns: the next clause of its level.
  std::size_t list_end(std::size_t offset) const {
    static constexpr std::array<std::string_view, 12> clauses = {"from",   "where", "group",  "having",
                                                                 "window", "union", "except", "intersect",
                                                                 "order",  "limit", "offset", "fetch"};
    int depth = 0;
    for (std::size_t i = token_at(tokens_, offset); i < tokens_.size(); ++i) {
      if (is_symbol(tokens_[i], text_, '(')) ++depth;
      if (is_symbol(tokens_[i], text_, ')')) --depth;
      const bool distinct = i > 0 && is_word(tokens_[i - 1], text_, "distinct");  // IS DISTINCT FROM
      const bool clause =
          depth < 0 ||
          (depth == 0 && !distinct && std::any_of(clauses.begin(), clauses.end(), [&](std::string_view word) {
             return is_word(tokens_[i], text_, word);
           }));
      if (clause) return tokens_[i - 1].end;
    }
    return text_.size();
  }

  std::string name_at(std::size_t offset) const {
    const std::size_t at = token_at(tokens_, offset);
    return std::string(text_.substr(tokens_[at].begin, name_end(tokens_, at, text_) - tokens_[at].begin));
  }

  std::string_view piece(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

  static bool holds_any(std::string_view text, const Names& names) {
    const Names held = names_in(text);
    return std::any_of(names.begin(), names.end(), [&](const std::string& n) { return held.contains(n); });
  }

  void column(const Json& column, Names& moved) {
    const Json constraints = column["constraints"];
    const std::size_t begin = location(column);
    const std::size_t end = element_end(tokens_, text_, begin);
    const bool generated = std::any_of(constraints.begin(), constraints.end(), [](const Json& item) {
      return is_one_of(item["Constraint"], {"CONSTR_GENERATED"});
    });
    if (generated) {
      if (!holds_any(piece(begin, end), names_)) return;
      moved.insert(column.value("colname", ""));
      // First: no column can be added after a default contains a value of the table's row type.
      rest_.insert(rest_.begin() + static_cast<std::ptrdiff_t>(moved.size() - 1),
                   table_ + "ADD COLUMN " + clause(piece(begin, end)));
      cuts_.element(begin, end);
      return;
    }
    clauses(constraints, column["collClause"], [&](const Json& constraint) {
      return is_one_of(constraint, {"CONSTR_DEFAULT"})
                 ? table_ + "ALTER COLUMN " + quote_identifier(column.value("colname", "")) + " "
                 : table_;
    });
  }

  // Checks that name a later object, and constraints on a deferred column.
  void table_constraint(const Json& constraint, const Names& moved) {
    const std::size_t begin = location(constraint);
    const std::size_t end = element_end(tokens_, text_, begin);
    const bool check = is_one_of(constraint, {"CONSTR_CHECK"}) && holds_any(piece(begin, end), names_);
    if (!check && !holds_any(piece(begin, end), moved)) return;
    rest_.push_back(table_ + "ADD " + clause(piece(begin, end)));
    cuts_.element(begin, end);
  }

  // Defaults and checks of a column or domain; head(constraint) is the text before SET and ADD.
  template <typename Head>
  void clauses(const Json& constraints, const Json& collation, Head&& head) {
    for (std::size_t i = 0; i < constraints.size(); ++i) {
      const Json& constraint = constraints[i]["Constraint"];
      if (!is_one_of(constraint, {"CONSTR_DEFAULT", "CONSTR_CHECK"})) continue;
      const std::size_t begin = location(constraint);
      const std::size_t end = constraint_end(tokens_, text_, constraints, i, collation);
      if (!holds_any(piece(begin, end), names_)) continue;
      const bool check = is_one_of(constraint, {"CONSTR_CHECK"});
      rest_.push_back(head(constraint) + (check ? "ADD " : "SET ") + clause(piece(begin, end)));
      cuts_.constraint(begin, end);
    }
  }

  std::optional<DividedDefinition> result() {
    if (rest_.empty()) return std::nullopt;
    return DividedDefinition{cuts_.rest(), std::move(rest_)};
  }

  std::string_view text_;
  const Names& names_;
  std::vector<Token> tokens_;
  Cuts cuts_;
  std::string table_;
  std::vector<std::string> rest_;
};

}  // namespace

std::optional<DividedDefinition> divide_definition(std::string_view create, const Names& names) {
  if (auto header = without_sql_body(create)) return DividedDefinition{*header, {or_replace(create)}};
  const ParseTree tree = parse_tree(create);
  if (tree.error || tree.statements.size() != 1) return std::nullopt;
  const Json& statement = tree.statements[0]["stmt"];
  Division division(create, names);
  if (statement.contains("ViewStmt")) return division.view(statement["ViewStmt"]);
  if (statement.contains("CreateDomainStmt")) return division.domain(statement["CreateDomainStmt"]);
  if (statement.contains("CreateStmt")) return division.table(statement["CreateStmt"]);
  return std::nullopt;
}

}  // namespace schemac::sql
