// Enums, domains, composite and range types, sequences.
#include <cstdint>

#include "catalog/ddl_parts.h"

namespace schemac {

std::string sequence_options_clause(const SequenceOptions& options) {
  std::int64_t type_minimum = INT64_MIN;
  std::int64_t type_maximum = INT64_MAX;
  if (options.type == "integer") {
    type_minimum = INT32_MIN;
    type_maximum = INT32_MAX;
  } else if (options.type == "smallint") {
    type_minimum = INT16_MIN;
    type_maximum = INT16_MAX;
  }
  const bool ascending = options.increment > 0;
  const std::int64_t default_minimum = ascending ? 1 : type_minimum;
  const std::int64_t default_maximum = ascending ? type_maximum : -1;
  std::string out;
  if (options.type != "bigint") out += " AS " + options.type;
  if (options.start != (ascending ? options.minimum : options.maximum)) {
    out += " START WITH " + std::to_string(options.start);
  }
  if (options.increment != 1) out += " INCREMENT BY " + std::to_string(options.increment);
  if (options.minimum != default_minimum) out += " MINVALUE " + std::to_string(options.minimum);
  if (options.maximum != default_maximum) out += " MAXVALUE " + std::to_string(options.maximum);
  if (options.cache != 1) out += " CACHE " + std::to_string(options.cache);
  if (options.cycle) out += " CYCLE";
  return out;
}

namespace ddl {

std::string create(const Object& object, const Enum& type) {
  std::vector<std::string> labels;
  for (const auto& label : type.labels) labels.push_back(quote_literal(label));
  return "CREATE TYPE " + qualified_name(object.id) + " AS ENUM (" + join(labels) + ")";
}

std::string create(const Object& object, const Domain& domain) {
  std::string out = "CREATE DOMAIN " + qualified_name(object.id) + " AS " + domain.type;
  if (!domain.collation.empty()) out += " COLLATE " + domain.collation;
  if (domain.default_expression) out += " DEFAULT " + *domain.default_expression;
  if (domain.not_null) out += " NOT NULL";
  for (const auto& constraint : domain.constraints) {
    if (!constraint.validated) continue;  // CREATE DOMAIN cannot express NOT VALID
    out += "\n  CONSTRAINT " + quote_identifier(constraint.name) + ' ' + constraint.definition;
  }
  return out;
}

std::vector<std::string> complete(const Object& object, const Domain& domain) {
  std::vector<std::string> out;
  const std::string name = qualified_name(object.id);
  for (const auto& constraint : domain.constraints) {
    if (!constraint.validated) {
      out.push_back("ALTER DOMAIN " + name + " ADD CONSTRAINT " + quote_identifier(constraint.name) + ' ' +
                    constraint.definition);
    }
    if (!constraint.comment.empty()) {
      out.push_back("COMMENT ON CONSTRAINT " + quote_identifier(constraint.name) + " ON DOMAIN " + name +
                    " IS " + quote_literal(constraint.comment));
    }
  }
  return out;
}

std::string create(const Object& object, const CompositeType& type) {
  std::vector<std::string> columns;
  for (const Column& column : type.columns) columns.push_back("\n  " + column_definition(column));
  return "CREATE TYPE " + qualified_name(object.id) + " AS (" + join(columns, ",") +
         (columns.empty() ? ")" : "\n)");
}

std::string create(const Object& object, const RangeType& type) {
  std::vector<std::string> parts = {"SUBTYPE = " + type.subtype};
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) parts.push_back(std::string(name) + " = " + value);
  };
  add("SUBTYPE_OPCLASS", type.operator_class);
  add("COLLATION", type.collation);
  add("CANONICAL", type.canonical_function);
  add("SUBTYPE_DIFF", type.difference_function);
  add("MULTIRANGE_TYPE_NAME", type.multirange_name);
  return "CREATE TYPE " + qualified_name(object.id) + " AS RANGE (" + join(parts) + ")";
}

std::string create(const Object& object, const Sequence& sequence) {
  return (sequence.unlogged ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ") + qualified_name(object.id) +
         sequence_options_clause(sequence.options);
}

}  // namespace ddl
}  // namespace schemac
