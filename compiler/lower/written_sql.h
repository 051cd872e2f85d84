// SQL that a person wrote in an annotation, and the field of the object that has it. Lowering passes the text
// through unchanged; link() qualifies the names in it and assigns the result to the same field.
//
// A field is a value with a type of its own, so that nothing searches for a text inside another one, and an
// annotation of a new kind does not compile before analysis and assignment know its field.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/catalog.h"
#include "yaml/value.h"

namespace schemac {

struct LoweredObject;

struct ViewQuery {};
struct ColumnDefault {
  std::size_t column = 0;  // index among the table's columns
};
struct ColumnGenerated {
  std::size_t column = 0;
};
struct CheckExpression {};  // of a constraint
struct PolicyUsing {};
struct PolicyCheck {};
struct IndexElement {
  std::size_t element = 0;  // index among IndexParts::elements
};
struct IndexPredicate {};
struct WholeStatements {};  // sql_statements: read like a .sql file
using SqlField = std::variant<ViewQuery, ColumnDefault, ColumnGenerated, CheckExpression, PolicyUsing,
                              PolicyCheck, IndexElement, IndexPredicate, WholeStatements>;

// How the text of a field is parsed.
enum class SqlGrammar { query, expression, statements };
SqlGrammar grammar_of(const SqlField& field);

struct WrittenSql {
  SqlField field;
  std::string sql;     // as it is in the field
  yaml::Value source;  // scalar with style and span: positions map back through yaml::span_in_scalar
};

// The parts of a CREATE INDEX statement, for an index with expressions: Index::definition is their text.
struct IndexParts {
  struct Element {
    std::string sql;  // a quoted column, or an expression
    bool expression = false;
    std::string options;  // behind it: operator class, order
  };
  std::vector<Element> elements;
  std::string clauses;  // INCLUDE, WITH, TABLESPACE
  std::optional<std::string> predicate;
};

std::string index_definition(const ObjectId& id, const Index& index, const std::string& elements,
                             const std::string& clauses);
std::string index_definition(const ObjectId& id, const Index& index, const IndexParts& parts);
std::string check_definition(const std::string& expression);

// Assigns SQL to the field. The object has it: its body, or its index parts.
void assign_sql(LoweredObject& object, const SqlField& field, std::string sql);

}  // namespace schemac
