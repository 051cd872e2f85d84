#include "plan/placeholder.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "plan/kinds/type.h"
#include "sqlfile/routine_header.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

std::string empty_view(const ObjectId& id, const View& view, std::size_t count) {
  std::string columns;
  for (std::size_t at = 0; at < std::min(count, view.columns.size()); ++at) {
    const Column& column = view.columns[at];
    columns += (columns.empty() ? "" : ", ") + ("NULL::" + column.type) +
               (column.collation.empty() ? "" : " COLLATE " + column.collation) + " AS " +
               quote_identifier(column.name);
  }
  return "CREATE OR REPLACE VIEW " + qualified_name(id) + " AS\n SELECT " + columns;
}

// The position after the bracket that closes the one at `open`.
std::size_t past_brackets(const std::vector<PrintedToken>& tokens, std::size_t open) {
  int depth = 0;
  for (; open < tokens.size(); ++open) {
    if (tokens[open].is_symbol("(")) ++depth;
    if (tokens[open].is_symbol(")") && --depth == 0) return open + 1;
  }
  return open;
}

// "public.near(t.id) n(id, name)": the columns in the list after the alias of each call.
std::vector<std::size_t> listed_columns(const std::string& query, const ObjectId& routine) {
  const std::string name = routine.name.substr(0, routine.name.find('('));
  const std::vector<PrintedToken> tokens = tokenize_sql(query);
  std::vector<std::size_t> counts;
  for (std::size_t at = 2; at + 1 < tokens.size(); ++at) {
    const bool call = tokens[at].is_name() && tokens[at].text == name && tokens[at + 1].is_symbol("(") &&
                      tokens[at - 1].is_symbol(".") && tokens[at - 2].value == routine.namespace_;
    const std::size_t alias = call ? past_brackets(tokens, at + 1) : tokens.size();
    if (alias + 1 >= tokens.size() || !tokens[alias].is_name() || !tokens[alias + 1].is_symbol("(")) continue;
    std::size_t count = 1;
    for (std::size_t item = alias + 2; item < past_brackets(tokens, alias + 1); ++item)
      count += tokens[item].is_symbol(",") ? 1 : 0;
    counts.push_back(count);
  }
  return counts;
}

Object bare_domain(Object object) {
  auto& domain = std::get<Domain>(object.body);
  domain.default_expression.reset();
  domain.constraints.clear();
  return object;
}

std::string alter_domain_head(const ObjectId& id) { return "ALTER DOMAIN " + qualified_name(id) + " "; }

bool names(const std::string& text, const ObjectId& id) {
  const std::vector<PrintedToken> tokens = tokenize_sql(text);
  for (std::size_t at = 2; at < tokens.size(); ++at) {
    if (tokens[at].is_name() && tokens[at].value == id.name && tokens[at - 1].is_symbol(".") &&
        tokens[at - 2].value == id.namespace_)
      return true;
  }
  return false;
}

}  // namespace

std::string placeholder_statement(const Object& object) {
  const auto* view = body_as<View>(object);
  if (view != nullptr && object.id.kind == Kind::view && !view->columns.empty())
    return empty_view(object.id, *view, view->columns.size());
  if (const auto* domain = body_as<Domain>(object)) {
    return domain->constraints.empty() && !domain->default_expression ? std::string()
                                                                      : create_statement(bare_domain(object));
  }
  const auto* routine = body_as<Routine>(object);
  if (routine == nullptr || !routine->sql_body) return {};
  return sql::without_sql_body(routine->definition).value_or(std::string());
}

std::size_t placeholder_columns(const Object& object, const Catalog& catalog) {
  const auto* view = body_as<View>(object);
  if (view == nullptr) return 0;
  std::size_t columns = view->columns.size();
  for (const Dependency& edge : object.depends_on) {
    const Object* on = catalog.find(edge.on);
    const auto* routine = on == nullptr ? nullptr : body_as<Routine>(*on);
    if (routine == nullptr || !names(routine->result_type, object.id)) continue;
    for (const std::size_t listed : listed_columns(view->query, edge.on)) columns = std::min(columns, listed);
  }
  return columns;
}

std::string placeholder_statement(const Object& object, std::size_t columns) {
  const auto* view = body_as<View>(object);
  return view == nullptr ? placeholder_statement(object) : empty_view(object.id, *view, columns);
}

std::vector<std::string> complete_placeholder(const Object& object) {
  std::vector<std::string> statements = create_statements(object);
  std::vector<std::string> first = {replace_statement(object)};
  if (const auto* domain = body_as<Domain>(object)) {
    first.clear();
    if (domain->default_expression)
      first.push_back(alter_domain_head(object.id) + "SET DEFAULT " + *domain->default_expression);
    for (const DomainConstraint& constraint : domain->constraints) {
      if (!constraint.validated) continue;  // among the statements that follow CREATE
      first.push_back(alter_domain_head(object.id) + "ADD CONSTRAINT " + quote_identifier(constraint.name) +
                      " " + constraint.definition);
    }
  }
  statements.erase(statements.begin());
  statements.insert(statements.begin(), first.begin(), first.end());
  return statements;
}

std::vector<std::string> reduce_to_placeholder(const Object& object) {
  const auto* domain = body_as<Domain>(object);
  if (domain == nullptr) return {placeholder_statement(object)};
  std::vector<std::string> statements;
  for (const DomainConstraint& constraint : domain->constraints) {
    statements.push_back(alter_domain_head(object.id) + "DROP CONSTRAINT " +
                         quote_identifier(constraint.name));
  }
  if (domain->default_expression) statements.push_back(alter_domain_head(object.id) + "DROP DEFAULT");
  return statements;
}

bool placeholder_needs(const Object& object, const Dependency& edge, const Catalog& catalog) {
  const Kind kind = edge.on.kind;
  if (kind == Kind::namespace_ || kind == Kind::extension || kind == Kind::language ||
      kind == Kind::collation)
    return true;
  if (const auto* view = body_as<View>(object)) {
    return std::any_of(view->columns.begin(), view->columns.end(),
                       [&](const Column& column) { return mentions_type(column.type, edge.on, catalog); });
  }
  if (const auto* domain = body_as<Domain>(object)) return mentions_type(domain->type, edge.on, catalog);
  const auto* routine = body_as<Routine>(object);
  if (routine == nullptr) return false;
  // An argument's default may call what it names.
  if (!edge.on.relation.empty() || name_is_signature(kind)) {
    ObjectId called = edge.on;
    called.name = called.name.substr(0, called.name.find('('));
    return names(routine->arguments, called);
  }
  return names(routine->arguments, edge.on) || names(routine->result_type, edge.on);
}

}  // namespace schemac
