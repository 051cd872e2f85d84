#include "lower/written_sql.h"

#include <utility>

#include "lower/lower.h"

namespace schemac {

namespace {

struct Grammar {
  SqlGrammar operator()(const ViewQuery&) const { return SqlGrammar::query; }
  SqlGrammar operator()(const ColumnDefault&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const ColumnGenerated&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const CheckExpression&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const PolicyUsing&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const PolicyCheck&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const IndexElement&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const IndexPredicate&) const { return SqlGrammar::expression; }
  SqlGrammar operator()(const WholeStatements&) const { return SqlGrammar::statements; }
};

class Assignment {
 public:
  Assignment(LoweredObject& object, std::string sql) : object_(object), sql_(std::move(sql)) {}

  void operator()(const ViewQuery&) { body<View>().query = std::move(sql_); }
  void operator()(const ColumnDefault& field) {
    body<Table>().columns[field.column].default_expression = std::move(sql_);
  }
  void operator()(const ColumnGenerated& field) {
    body<Table>().columns[field.column].generated_expression = std::move(sql_);
  }
  void operator()(const CheckExpression&) { body<Constraint>().definition = check_definition(sql_); }
  void operator()(const PolicyUsing&) { body<Policy>().using_expression = std::move(sql_); }
  void operator()(const PolicyCheck&) { body<Policy>().check_expression = std::move(sql_); }
  void operator()(const IndexElement& field) {
    object_.index_parts->elements[field.element].sql = std::move(sql_);
    complete_index();
  }
  void operator()(const IndexPredicate&) {
    object_.index_parts->predicate = std::move(sql_);
    complete_index();
  }
  void operator()(const WholeStatements&) { body<Scripted>().create = std::move(sql_); }

 private:
  template <typename B>
  B& body() {
    return std::get<B>(object_.object.body);
  }
  void complete_index() {
    body<Index>().definition = index_definition(object_.object.id, body<Index>(), *object_.index_parts);
  }

  LoweredObject& object_;
  std::string sql_;
};

}  // namespace

SqlGrammar grammar_of(const SqlField& field) { return std::visit(Grammar(), field); }

std::string index_definition(const ObjectId& id, const Index& index, const std::string& elements,
                             const std::string& clauses) {
  return std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " + quote_identifier(id.name) +
         " ON " + qualified_name(id.namespace_, id.relation) + " USING " + index.method + " (" + elements +
         ")" + clauses;
}

std::string index_definition(const ObjectId& id, const Index& index, const IndexParts& parts) {
  std::string elements;
  for (const auto& [sql, expression, options] : parts.elements) {
    const bool bare = expression && !sql.starts_with('(');
    elements += (elements.empty() ? "" : ", ") + (bare ? "(" + sql + ")" : sql) + options;
  }
  const std::string where = parts.predicate ? " WHERE (" + *parts.predicate + ")" : std::string();
  return index_definition(id, index, elements, parts.clauses + where);
}

std::string check_definition(const std::string& expression) { return "CHECK (" + expression + ")"; }

void assign_sql(LoweredObject& object, const SqlField& field, std::string sql) {
  std::visit(Assignment(object, std::move(sql)), field);
}

}  // namespace schemac
